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

/** Makes an issue. `path` are the property names and array indexes that lead to the value. */
export function issueAt(location: string, path: string[], msg: string, type: string): ValidationIssue {
  // A property name that a client made up may be a megabyte long, and need not be valid text.
  const shown = path.map((segment) => segment.slice(0, 255).toWellFormed())
  return {
    pointer: shown.map((segment) => `/${escaped(segment)}`).join(''),
    loc: [location, ...shown],
    msg,
    type,
  }
}

/** One sentence about an issue: where it is, and what is wrong. */
export const issueDetail = ({ loc, msg }: ValidationIssue): string => `${loc.join('/')}: ${msg}`

/**
 * An input that its schema accepts and that is wrong all the same. Code that knows no HTTP throws it; HTTP answers it
 * with `validation_failed`.
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

/** Makes the error for one wrong value of a body. `path` leads to the value; `type` is its kind, as pydantic names kinds. */
export const invalidInput = (path: string[], msg: string, type = 'value_error'): InvalidInputError =>
  new InvalidInputError(issueAt('body', path, msg, type))
