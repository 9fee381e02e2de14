/** A value as text, the way it is shown; null for null and undefined. Dates are RFC 3339 in UTC, bytes are hexadecimal. */
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

/** Its characters (code points), not UTF-16 units: length is in what a person counts, up to combining marks. */
export function characterCount(text: string): number {
  let pairs = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xd800 && unit <= 0xdbff) pairs += 1
  }
  return text.length - pairs
}

/** A long value of which the system gave the start alone, its length in characters (of bytes, in bytes), and a digest. */
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

/** The start of a text, of so many units of UTF-16 at most, and without half of a pair at its end. */
export const startOf = (text: string, units: number): string =>
  text.length <= units ? text : text.slice(0, units).replace(/[\ud800-\udbff]$/, '')

const decimal = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?$/
const uuid = /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i
const midnight = /^(\d{4}-\d\d-\d\d)[T ]00:00:00(?:\.0+)?(?:Z|[+-]00(?::?00)?)?$/

/**
 * The text under which equal values of columns of different types agree: 7, 7n, '7' and '7.00'; UUIDs in any spelling;
 * a date and its midnight in UTC; text with and without the blanks that CHAR columns add. A number with leading zeros
 * is text, for a code '007' is not 7.
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
