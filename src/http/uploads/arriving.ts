import type { Readable } from 'node:stream'
import { ProblemError } from '../problems/problem.ts'

/** The limits of a body while it arrives. */
export interface Arrival {
  /** The longest body, in bytes. */
  limit: number
  /** The longest pause between two chunks. */
  idleMilliseconds: number
}

// The rest of the body is not read, so the connection closes after the answer.
const headers = { connection: 'close' }

/** Creates the problem for a body that is too long. */
export const tooLarge = (limit: number) =>
  new ProblemError('body_too_large', { detail: `The body has more than ${limit} bytes.`, headers })

/** Waits for the next chunk, for a limited time. */
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
 * Yields the chunks of a body as they arrive. There is no limit on the time of the whole body.
 *
 * @throws ProblemError body_too_large, or malformed_request when the body stalls or breaks off
 */
export async function* arriving(
  body: Readable,
  { limit, idleMilliseconds }: Arrival,
): AsyncGenerator<Buffer> {
  // Destroying the body with the iterator would close the connection that the problem is sent on.
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
