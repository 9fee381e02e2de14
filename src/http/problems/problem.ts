import { InvalidInputError, type ValidationIssue } from '../../values/invalid-input.ts'
import { type ProblemCode, problemCatalogue } from './catalogue.ts'

/** What a problem may carry beside its code. */
export interface ProblemOptions {
  /** One sentence about this occurrence; the catalogue's title when left out. Never another tenant's data. */
  detail?: string
  errors?: ValidationIssue[]
  /** The id of the resource that has the name already. */
  existing_id?: string
  headers?: Record<string, string>
}

type StatusOf<Code extends ProblemCode> = (typeof problemCatalogue)[Code]['status']

/** A problem as a handler returns it: the status is part of the type, so an undeclared one does not compile. */
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

/** Makes the problem of a handler. `code` chooses status and title from the catalogue. */
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

/** A problem thrown where no handler can return it: in hooks, parsers and shared parts. */
export class ProblemError extends Error {
  readonly result: ProblemResult

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? problemCatalogue[code].title)
    this.name = 'ProblemError'
    this.result = problem(code, options)
  }
}

/** The problem of an error that says one: a ProblemError or an InvalidInputError. Undefined for every other error. */
export function toldProblem(error: unknown): ProblemResult | undefined {
  if (error instanceof ProblemError) return error.result
  if (!(error instanceof InvalidInputError)) return undefined
  return problem('validation_failed', { detail: error.message, errors: error.errors })
}

/** The problem of an error that says one; every other error is thrown again. */
export function problemOf(error: unknown): ProblemResult['problem'] {
  const told = toldProblem(error)
  if (told) return told.problem
  throw error
}

/** A request, as far as a problem tells of it. */
export interface ProblemRequest {
  url: string
  id: string
  basePath?: string
}

/** The complete problem body for one request. `type` refers to the page that explains the code. */
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
