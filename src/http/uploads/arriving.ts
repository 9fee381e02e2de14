import type { Readable } from 'node:stream'
import { ProblemError } from '../problems/problem.ts'

/** What a body may be, as it comes. */
export interface Arrival {
  /** In bytes. */
  limit: number
  /** How long nothing may come, in milliseconds. */
  idleMilliseconds: number
}

// What is left of the body is not read: the connection ends with the answer.
const headers = { connection: 'close' }

/** The problem of a body that is longer than it may be. */
export const tooLarge = (limit: number) =>
  new ProblemError('body_too_large', { detail: `The body has more than ${limit} bytes.`, headers })

/** Waits for the next chunk, but not for ever. */
async function orStall<Value>(next: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const stall = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const detail = `Nothing of the body came for ${milliseconds / 1000} seconds.`
      reject(new ProblemError('malformed_request', { detail, headers }))
    }, milliseconds)
  })
  try {
    return await Promise.race([next, stall])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * The chunks of a body as they come, however long they all take.
 *
 * @throws ProblemError body_too_large, or malformed_request when the body stalls or breaks off
 */
export async function* arriving(
  body: Readable,
  { limit, idleMilliseconds }: Arrival,
): AsyncGenerator<Buffer> {
  // Not to be destroyed with the iterator: the problem is answered on its connection.
  const chunks = body.iterator({ destroyOnReturn: false })
  for (let size = 0; ; ) {
    const next = await orStall(chunks.next(), idleMilliseconds).catch((error: unknown) => {
      if (error instanceof ProblemError) throw error
      throw new ProblemError('malformed_request', { detail: 'The body broke off before its end.' })
    })
    if (next.done) return
    size += next.value.length
    if (size > limit) throw tooLarge(limit)
    yield next.value
  }
}
