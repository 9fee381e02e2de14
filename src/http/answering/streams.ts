import type { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import { budgetOf } from '../../identity/budget.ts'
import type { Principal } from '../../identity/principal.ts'
import { ProblemError } from '../problems/problem.ts'

/**
 * Creates the function that counts a streamed answer until it closes. An organization, or a system
 * administrator, may have up to `limit` of them open in this process.
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
    // When the client disconnects, the stream itself closes only after the part that is being produced.
    response.once('close', close)
    return stream
  }
}

/**
 * Returns the error with the token of a running request; undefined if there is none, or if it is too soon to
 * check.
 */
export type TokenCheck = () => Promise<Error | undefined> | undefined

/**
 * Creates the check of a token for a long answer. It may be called often; it checks the token once in
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

/**
 * Yields the parts while the token is valid. Then it throws, so that the answer breaks off and does not look
 * complete.
 */
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
