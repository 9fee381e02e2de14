import type { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import { budgetOf } from '../../identity/budget.ts'
import type { Principal } from '../../identity/principal.ts'
import { ProblemError } from '../problems/problem.ts'

/**
 * Makes the function that counts an answer that is streamed, until it is closed: at most `limit` at once for an
 * organization, or for a system administrator, in this process.
 *
 * @throws ProblemError `too_many_streams`; the stream is destroyed then
 */
export function createStreamLimit(limit: number) {
  const open = new Map<string, number>()
  return (principal: Principal, stream: Readable, response: EventEmitter): Readable => {
    const { organization, caller } = budgetOf(principal)
    const key = organization ?? caller
    const before = open.get(key) ?? 0
    if (before >= limit) {
      stream.destroy()
      throw new ProblemError('too_many_streams', {
        detail: `This organization has ${limit} streams open, which is its limit. Close one, or read the list in pages.`,
        headers: { 'retry-after': '5' },
      })
    }
    open.set(key, before + 1)
    let isOpen = true
    const close = () => {
      if (!isOpen) return
      isOpen = false
      const now = (open.get(key) as number) - 1
      if (now > 0) open.set(key, now)
      else open.delete(key)
    }
    stream.once('close', close)
    // When the client goes, the stream waits for the part that is just being made.
    response.once('close', close)
    return stream
  }
}

/** Says what is wrong with the token of a request by now; undefined while nothing is, and when it is too soon to look again. */
export type TokenCheck = () => Promise<Error | undefined> | undefined

/**
 * Makes the check of a token for an answer that goes on for long. It may be asked often; the token is looked at once in
 * `interval` milliseconds.
 *
 * @param authenticate throws when the token is not accepted
 */
export function createTokenCheck(authenticate: () => Promise<unknown>, interval = 1000): TokenCheck {
  let next = Date.now() + interval
  return () => {
    const now = Date.now()
    if (now < next) return undefined
    next = now + interval
    return authenticate().then(
      () => undefined,
      (error: Error) => error,
    )
  }
}

/** Passes text on, until the token is not accepted any more: the answer breaks off then, so that it does not look complete. */
export async function* whileAccepted(
  parts: AsyncIterable<string>,
  check: TokenCheck,
): AsyncGenerator<string> {
  for await (const part of parts) {
    const checking = check()
    const error = checking && (await checking)
    if (error) throw error
    yield part
  }
}
