import { ProblemError } from '../problems/problem.ts'

/** Waits for a part of a request, up to the time limit of requests. */
export type Deadline = <Result>(work: Promise<Result>) => Promise<Result>

/**
 * Creates the deadline of requests. Fastify's `handlerTimeout` is not used: it also counts the time in which
 * the body arrives and the answer is sent, and would cut every stream. After the deadline the work continues
 * until `admission` cancels its statement, since the request has been answered.
 *
 * @param milliseconds how long one part may take
 * @returns a function that rejects with the ProblemError request_timeout
 */
export const createDeadline =
  (milliseconds: number): Deadline =>
  async (work) => {
    let timer: NodeJS.Timeout | undefined
    const expired = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(
          new ProblemError('request_timeout', {
            detail: `The request was not done after ${milliseconds / 1000} seconds.`,
            headers: { 'retry-after': '5' },
          }),
        )
      }, milliseconds)
    })
    try {
      return await Promise.race([work, expired])
    } finally {
      clearTimeout(timer)
    }
  }
