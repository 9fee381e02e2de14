import type { FastifyReply } from 'fastify'

/** Adds request headers to `Vary`: those that the representation depends on. */
export function addVary(reply: FastifyReply, ...names: string[]): void {
  const before = reply.getHeader('vary')
  reply.header('vary', [before === undefined ? [] : String(before), names].flat().join(', '))
}
