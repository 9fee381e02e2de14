import type { components } from '../../generated/client-types.ts'

/** What went wrong, as the contract describes it (RFC 9457). */
export type Problem = components['schemas']['Problem']

/** An answer that is not the wanted one. `problem` says why; its `code` is for programs. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly problem: Problem
  readonly response: Response

  constructor(problem: Problem, response: Response) {
    super(problem.detail)
    this.problem = problem
    this.response = response
  }
}

/** What openapi-fetch makes of a response. */
export type Answer<Data> = { data?: Data; error?: Problem; response: Response }

/** The data of an answer. Throws ApiProblem when it has none. */
export async function expectData<Data>(answer: Answer<Data> | PromiseLike<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer
  if (error) throw new ApiProblem(error, response)
  return data as Data
}
