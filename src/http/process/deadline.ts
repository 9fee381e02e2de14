import { ProblemError } from '../problems/problem.ts'

/** Waits for a part of a request, but no longer than a request may take. */
export type Deadline = <Result>(work: Promise<Result>) => Promise<Result>

/**
 * Makes the deadline of requests. `handlerTimeout` of Fastify also counts the time in which a body comes and an answer
 * goes out, and would cut every stream, so it is not used. The work goes on after its time, until its statement is
 * cancelled because its request has been answered (`admission`).
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
