/** Where an input breaks the contract: as a JSON pointer, and as FastAPI's `loc`, `msg` and `type`. */
export interface ValidationIssue {
  pointer: string
  loc: string[]
  msg: string
  type: string
  /** The line of a YAML body, from 1. */
  line?: number
}

const escaped = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1')

/** Creates an issue. `path` holds the property names and array indexes that lead to the value. */
export function issueAt(location: string, path: string[], msg: string, type: string): ValidationIssue {
  // A client may send a property name of a megabyte, or one that is not well-formed Unicode.
  const shown = path.map((segment) => segment.slice(0, 255).toWellFormed())
  return {
    pointer: shown.map((segment) => `/${escaped(segment)}`).join(''),
    loc: [location, ...shown],
    msg,
    type,
  }
}

/** An issue as one sentence: its location and its message. */
export const issueDetail = ({ loc, msg }: ValidationIssue): string => `${loc.join('/')}: ${msg}`

/**
 * The schema accepts the input, but a rule beyond the schema refuses it. Code below HTTP throws it; HTTP
 * answers with `validation_failed`.
 */
export class InvalidInputError extends Error {
  /** At least one. */
  readonly errors: ValidationIssue[]

  constructor(first: ValidationIssue, ...others: ValidationIssue[]) {
    super(issueDetail(first))
    this.name = 'InvalidInputError'
    this.errors = [first, ...others]
  }
}

/**
 * Creates the error for one invalid value in a body. `path` leads to the value; `type` is named as in
 * pydantic.
 */
export const invalidInput = (path: string[], msg: string, type = 'value_error'): InvalidInputError =>
  new InvalidInputError(issueAt('body', path, msg, type))
