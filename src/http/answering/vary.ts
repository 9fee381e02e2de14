import type { FastifyReply } from 'fastify'

/** Adds names of request headers to `Vary`: those by which an answer was chosen. */
export function addVary(reply: FastifyReply, ...names: string[]): void {
  const before = reply.getHeader('vary')
  reply.header('vary', [before === undefined ? [] : String(before), names].flat().join(', '))
}
