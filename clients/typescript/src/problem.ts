import type { components } from './generated/contract.ts'

/** What went wrong, as the contract describes it (RFC 9457). */
export type Problem = components['schemas']['Problem']

/** Keeps a response out of what is printed of an error. */
const hide = (error: Error, response: Response) =>
  Object.defineProperty(error, 'response', { value: response, enumerable: false })

/** An answer of the API that is not the wanted one. `problem` says why; its `code` is for programs. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly problem: Problem
  declare readonly response: Response

  constructor(problem: Problem, response: Response) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`)
    this.problem = problem
    hide(this, response)
  }
}

/** An answer that is neither data nor a problem of this API, such as the error page of a proxy; `text` is how it begins. */
export class UnexpectedResponse extends Error {
  override readonly name = 'UnexpectedResponse'
  readonly status: number
  readonly text: string
  declare readonly response: Response

  constructor(body: unknown, response: Response) {
    const text = (typeof body === 'string' ? body : (JSON.stringify(body) ?? '')).slice(0, 200)
    super(`${response.status} from ${response.url} without a problem of this API: ${text}`)
    this.status = response.status
    this.text = text
    hide(this, response)
  }
}

/** What openapi-fetch makes of a response. */
export type Answer<Data> = { data?: Data; error?: Problem; response: Response }

const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'code' in error && 'detail' in error

/**
 * The data of an answer.
 *
 * @throws ApiProblem when the API refuses; UnexpectedResponse when something else answers
 */
export async function expectData<Data>(answer: Answer<Data> | PromiseLike<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer
  if (response.ok) return data as Data
  throw isProblem(error) ? new ApiProblem(error, response) : new UnexpectedResponse(error, response)
}
