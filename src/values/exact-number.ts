/** What there is of a number in JSON: `-12.50e3` has the whole part 12, the fraction 50 and the exponent 3. */
const parts = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** A double keeps every number of so many digits, unless it is too large or too small for one. */
export const safeDigits = 15

/** The largest double has 309 digits. Who writes more of them means a number that is none. */
const mostCharacters = 400

/** The digits of a number without zeros around them, and the power of ten of the last one. */
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
 * Whether a number in JSON is still the same when it was read as a double and written again, as JavaScript, and most who
 * read JSON, do (RFC 8259, section 6). What is no number of JSON is left to who parses it.
 */
export function isExact(text: string): boolean {
  if (text.length > mostCharacters) return false
  const given = decimal(text)
  if (!given) return true
  const kept = decimal(String(Number(text)))
  return kept?.digits === given.digits && kept.power === given.power
}
