/** Converts a value to text; null for null and undefined. Dates become RFC 3339 in UTC, bytes hexadecimal. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (typeof value === 'object') {
    return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part))
  }
  return String(value)
}

/** Counts the characters (code points) of a text and not its UTF-16 units, since people count characters. */
export function characterCount(text: string): number {
  let pairs = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xd800 && unit <= 0xdbff) pairs += 1
  }
  return text.length - pairs
}

/**
 * Whether a value is the short form of a long one. It has the start of the value, a digest, and the whole
 * length: in bytes for binary values, else in characters.
 */
export const isCut = (
  value: unknown,
): value is { readonly start: string; readonly length: number; readonly digest: string } =>
  typeof value === 'object' &&
  value !== null &&
  'start' in value &&
  typeof value.start === 'string' &&
  'length' in value &&
  typeof value.length === 'number' &&
  'digest' in value &&
  typeof value.digest === 'string'

/** Cuts a text to a number of UTF-16 units, without splitting a surrogate pair at its end. */
export const startOf = (text: string, units: number): string =>
  text.length <= units ? text : text.slice(0, units).replace(/[\ud800-\udbff]$/, '')

const decimal = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?$/
const uuid = /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i
const midnight = /^(\d{4}-\d\d-\d\d)[T ]00:00:00(?:\.0+)?(?:Z|[+-]00(?::?00)?)?$/

/**
 * Normalizes a text, so that equal values in columns of different types have equal texts: 7, 7n, '7' and
 * '7.00'; UUIDs in any spelling; a date and its midnight in UTC; text with and without the padding of CHAR
 * columns. A number with leading zeros stays unchanged, since the code '007' is not 7.
 */
export function canonicalOf(text: string): string {
  const trimmed = text.trim()
  if (decimal.test(trimmed)) {
    const unsigned = trimmed.replace(/^\+/, '').replace(/\.0+$|(\.\d*?)0+$/, '$1')
    return unsigned === '-0' ? '0' : unsigned
  }
  if (uuid.test(trimmed)) return trimmed.replace(/[{}-]/g, '').toLowerCase()
  return midnight.exec(trimmed)?.[1] ?? trimmed.normalize('NFC')
}
