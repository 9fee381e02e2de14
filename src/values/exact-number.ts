/** The parts of a number in JSON: `-12.50e3` has the whole part 12, the fraction 50 and the exponent 3. */
const parts = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/**
 * A double keeps every number of this many digits, unless the number is too large or too small for a double.
 */
export const safeDigits = 15

/** The largest double has 309 digits, so a longer text cannot be exact. */
const maximumCharacters = 400

/** The digits of a number without leading and trailing zeros, and the power of ten of the last digit. */
function decimal(text: string): { digits: string; power: number } | undefined {
  const [, whole, fraction = '', exponent = '0'] = parts.exec(text) ?? []
  if (whole === undefined) return undefined
  const all = `${whole}${fraction}`.replace(/^0+/, '')
  const digits = all.replace(/0+$/, '')
  return {
    digits,
    power: digits === '' ? 0 : Number(exponent) - fraction.length + all.length - digits.length,
  }
}

/**
 * Whether a number in JSON stays the same when it is read as a double and written again, as JavaScript and
 * most JSON parsers do (RFC 8259, section 6). A text that is not a number counts as exact: the parser refuses
 * it.
 */
export function isExact(text: string): boolean {
  if (text.length > maximumCharacters) return false
  const written = decimal(text)
  if (!written) return true
  const read = decimal(String(Number(text)))
  return read?.digits === written.digits && read.power === written.power
}
