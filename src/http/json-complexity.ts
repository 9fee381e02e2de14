import { ProblemError } from './problems.ts'
import { issueAt } from './validation-issues.ts'

/** Deeper JSON is refused: Postgres and JSON.stringify both recurse, and nobody describes a database that deep. */
export const maximumDepth = 64
/**
 * Limits what it costs to parse a text: these take 50 to 100 ms. The largest bodies that people send have fewer: a
 * mebibyte of tables with nothing but names has 145,000 and four mebibytes of one-letter descriptions have 270,000.
 */
export const maximumValues = 300_000

/** What a JSON text will be as values, as far as its bytes tell. */
export interface JsonComplexity {
  /** The number of values, or a few more. */
  values: number
  depth: number
  /** Whether a text is written with `\u`: only then can it hold NUL or half of a surrogate pair. */
  hasUnicodeEscapes: boolean
}

const [quote, backslash, letterU] = [0x22, 0x5c, 0x75]
const [comma, openBracket, closeBracket, openBrace, closeBrace] = [0x2c, 0x5b, 0x5d, 0x7b, 0x7d]

/** Counts what a JSON text holds without making values of it: three milliseconds a mebibyte. It need not be valid. */
export function jsonComplexity(bytes: Uint8Array): JsonComplexity {
  let [values, depth, deepest, isText, hasUnicodeEscapes] = [1, 0, 0, false, false]
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]
    if (isText) {
      if (byte === quote) isText = false
      if (byte === backslash) {
        index += 1
        if (bytes[index] === letterU) hasUnicodeEscapes = true
      }
    } else if (byte === quote) isText = true
    else if (byte === comma) values += 1
    else if (byte === openBracket || byte === openBrace) {
      values += 1
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (byte === closeBracket || byte === closeBrace) depth -= 1
  }
  return { values, depth: deepest, hasUnicodeEscapes }
}

/** The problem of a body that is small in bytes and large in what it becomes. */
export function tooComplex(path: string[], msg: string): ProblemError {
  const issue = issueAt('body', path, msg, 'too_complex')
  return new ProblemError('body_too_complex', { detail: `${issue.loc.join('/')}: ${msg}`, errors: [issue] })
}

/** @throws ProblemError body_too_complex when a JSON text has too many values to be read at once */
export function assertReadable({ values }: JsonComplexity): void {
  if (values > maximumValues) throw tooComplex([], `Input should have at most ${maximumValues} values`)
}
