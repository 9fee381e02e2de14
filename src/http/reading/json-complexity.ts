import { isExact, safeDigits } from '../../values/exact-number.ts'
import { issueAt } from '../../values/invalid-input.ts'
import { ProblemError } from '../problems/problem.ts'

/**
 * Deeper JSON is refused: PostgreSQL and JSON.stringify both recurse, and no real description nests this
 * deep.
 */
export const maximumDepth = 64

/** How large parsed JSON may be. */
export interface JsonLimits {
  values: number
  /** The members of one object: the search for unknown names takes longer the more there are. */
  members: number
}

/** For most bodies. The largest real ones hold twenty thousand ids. */
export const usualLimits: JsonLimits = { values: 50_000, members: 10_000 }
/**
 * For long bodies of many parts. Real ones have fewer values: a mebibyte of tables that have only names has
 * 145,000, and four mebibytes of one-letter descriptions have 270,000.
 */
export const uploadLimits: JsonLimits = { values: 300_000, members: 10_000 }
/** For bodies that are validated in pieces, where an object may have any number of members. */
export const piecesLimits: JsonLimits = { values: 300_000, members: 300_000 }

/**
 * Why a JSON text is refused: a string contains NUL or a lone surrogate, it nests too deep, a number would be
 * rounded, an object has a name twice, or a name reaches into prototypes.
 */
export type JsonFault =
  | 'string_unicode'
  | 'recursion_limit'
  | 'number_not_exact'
  | 'duplicate_key'
  | 'forbidden_name'

/** The size of a JSON text once it is parsed, estimated from its bytes. */
export interface JsonComplexity {
  /** The number of values, or a few more. */
  values: number
  /** The number of members of the largest object, or one more. */
  members: number
  /** The number of names in all its objects together; only right for valid JSON. */
  names: number
  /** The first fault, except in names, and the offset of its string, number or container. */
  fault: { type: JsonFault; offset: number } | undefined
}

const [quote, backslash, letterU] = [0x22, 0x5c, 0x75]
const [comma, colon, openBracket, closeBracket, openBrace, closeBrace] = [0x2c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d]
const [plus, minus, point, zero, nine, letterE] = [0x2b, 0x2d, 0x2e, 0x30, 0x39, 0x65]

/** The code unit of four hexadecimal digits; NaN when they are not digits. */
function codeUnitAt(bytes: Uint8Array, offset: number): number {
  let unit = 0
  for (let index = offset; index < offset + 4; index += 1) {
    const byte = Number(bytes[index]) | 0x20
    const digit = byte >= 0x61 ? byte - 0x57 : byte - 0x30
    unit = unit * 16 + (digit >= 0 && digit < 16 ? digit : Number.NaN)
  }
  return unit
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= zero && byte <= nine
const isOfNumber = (byte: number | undefined) =>
  isDigit(byte) || byte === point || byte === plus || byte === minus || (Number(byte) | 0x20) === letterE

const textOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000

/**
 * Counts the values of a JSON text and finds its faults without parsing it: a few milliseconds a mebibyte.
 * The text may be invalid.
 *
 * @param bytes valid UTF-8
 */
export function jsonComplexity(bytes: Uint8Array): JsonComplexity {
  let [values, members, names, depth] = [1, 0, 0, 0]
  let fault: JsonComplexity['fault']
  /** The members so far of each open object; a negative number for an array. */
  const inside = new Int32Array(maximumDepth)

  /** The offset of the closing quote of the string that begins at `start`. */
  const endOfString = (start: number): number => {
    for (let index = start + 1; index < bytes.length; index += 1) {
      const byte = bytes[index]
      if (byte === quote) return index
      if (byte !== backslash) continue
      index += 1
      if (bytes[index] !== letterU) continue
      const unit = codeUnitAt(bytes, index + 1)
      index += 4
      if (isHigh(unit) && bytes[index + 1] === backslash && bytes[index + 2] === letterU) {
        if (isLow(codeUnitAt(bytes, index + 3))) {
          index += 6
          continue
        }
      }
      if (unit === 0 || isHigh(unit) || isLow(unit)) fault ??= { type: 'string_unicode', offset: start }
    }
    return bytes.length
  }

  /** The offset of the last byte of the number that begins at `start`. */
  const endOfNumber = (start: number): number => {
    let [end, hasExponent] = [start + 1, false]
    for (; isOfNumber(bytes[end]); end += 1) hasExponent ||= (Number(bytes[end]) | 0x20) === letterE
    if ((hasExponent || end - start > safeDigits) && !isExact(textOf(bytes.subarray(start, end))))
      fault ??= { type: 'number_not_exact', offset: start }
    return end - 1
  }

  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]
    if (byte === quote) index = endOfString(index)
    else if (byte === minus || isDigit(byte)) index = endOfNumber(index)
    else if (byte === colon) names += 1
    else if (byte === comma) {
      values += 1
      if (depth > 0 && depth <= maximumDepth) {
        const count = Number(inside[depth - 1]) + 1
        inside[depth - 1] = count
        if (count > members) members = count
      }
    } else if (byte === openBracket || byte === openBrace) {
      values += 1
      if (depth < maximumDepth) inside[depth] = byte === openBrace ? 1 : -(2 ** 31)
      else fault ??= { type: 'recursion_limit', offset: index }
      depth += 1
    } else if (byte === closeBracket || byte === closeBrace) depth -= 1
  }
  return { values, members, names, fault }
}

/** Creates the problem for a body that is small in bytes but large once it is parsed. */
export function tooComplex(path: string[], msg: string): ProblemError {
  const issue = issueAt('body', path, msg, 'too_complex')
  return new ProblemError('body_too_complex', { detail: `${issue.loc.join('/')}: ${msg}`, errors: [issue] })
}

/** @throws ProblemError body_too_complex when a JSON text has too many values */
export function assertReadable({ values, members }: JsonComplexity, limits: JsonLimits): void {
  if (values > limits.values) throw tooComplex([], `Input should have at most ${limits.values} values`)
  if (members > limits.members)
    throw tooComplex([], `Input should have at most ${limits.members} members in one object`)
}
