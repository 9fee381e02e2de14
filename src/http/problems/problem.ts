import { InvalidInputError, type ValidationIssue } from '../../values/invalid-input.ts'
import { type ProblemCode, problemCatalogue } from './catalogue.ts'

/** The optional members and headers of a problem. */
export interface ProblemOptions {
  /**
   * One sentence about this occurrence, without data of other tenants. Default: the title in the catalogue.
   */
  detail?: string
  errors?: ValidationIssue[]
  /** The id of the resource that already has the name. */
  existing_id?: string
  headers?: Record<string, string>
}

type StatusOf<Code extends ProblemCode> = (typeof problemCatalogue)[Code]['status']

/**
 * A problem as a handler returns it. The type has the status, so a status that the contract lacks does not
 * compile.
 */
export interface ProblemResult<Status extends number = number> {
  status: Status
  problem: { code: ProblemCode } & Omit<ProblemOptions, 'headers'>
  headers?: Record<string, string>
}

/** The body of `application/problem+json` (RFC 9457), as `openapi.yaml` describes it. */
export interface ProblemBody {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  code: ProblemCode
  request_id: string
  errors?: ValidationIssue[]
  existing_id?: string
}

/** Creates the problem that a handler returns. The catalogue has the status and the title for `code`. */
export function problem<Code extends ProblemCode>(
  code: Code,
  { headers, ...members }: ProblemOptions = {},
): ProblemResult<StatusOf<Code>> {
  return {
    status: problemCatalogue[code].status,
    problem: { code, ...members },
    ...(headers && { headers }),
  }
}

/** A problem that is thrown in hooks, parsers and shared code, where a handler cannot return it. */
export class ProblemError extends Error {
  readonly result: ProblemResult

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? problemCatalogue[code].title)
    this.name = 'ProblemError'
    this.result = problem(code, options)
  }
}

/** The problem for a ProblemError or an InvalidInputError. Undefined for every other error. */
export function expectedProblem(error: unknown): ProblemResult | undefined {
  if (error instanceof ProblemError) return error.result
  if (!(error instanceof InvalidInputError)) return undefined
  return problem('validation_failed', { detail: error.message, errors: error.errors })
}

/** The problem for a ProblemError or an InvalidInputError; rethrows every other error. */
export function problemOf(error: unknown): ProblemResult['problem'] {
  const expected = expectedProblem(error)
  if (expected) return expected.problem
  throw error
}

/** The parts of a request that its problem contains. */
export interface ProblemRequest {
  url: string
  id: string
  basePath?: string
}

/** Creates the complete problem body for a request. `type` is the path of the page that explains the code. */
export function problemBody(result: ProblemResult, { url, id, basePath = '' }: ProblemRequest): ProblemBody {
  const { code, detail, ...members } = result.problem
  const { status, title } = problemCatalogue[code]
  return {
    type: `${basePath}/docs/problems/${code}`,
    title,
    status,
    detail: detail ?? `${title}.`,
    instance: `${basePath}${url.split('?', 1)[0]}`,
    code,
    request_id: id,
    ...members,
  }
}
