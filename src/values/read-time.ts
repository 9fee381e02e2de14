const form =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?)([Zz]|[+-](?:[01]\d|2[0-3])(?::[0-5]\d)?)$/

const earliest = Date.parse('0001-01-01T00:00:00Z')
const latest = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * Parses a time: RFC 3339 as clients write it, or as PostgreSQL prints it in UTC, with a blank for the T and
 * `+00`. Do not parse times with `new Date`: it reads only its own format reliably (ECMAScript, 21.4.1.32)
 * and guesses all others. It refuses `0023-05-06 00:00:00+00` and reads `0001-01-01 00:00:00+00` as a time in
 * 2001.
 *
 * @returns undefined for a text that the contract does not allow: a year in UTC before 1 or after 9999,
 *   `infinity`, a day that does not exist, a leap second (JavaScript has none)
 */
export function readTime(text: string): Date | undefined {
  const [, year, month, day, clock, zone = ''] = form.exec(text) ?? []
  if (year === undefined) return undefined
  const calendar = new Date(0)
  calendar.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (calendar.getUTCDate() !== Number(day)) return undefined
  const offset = zone.length === 3 ? `${zone}:00` : zone.toUpperCase()
  const time = new Date(`${year}-${month}-${day}T${clock}${offset}`)
  return time.getTime() >= earliest && time.getTime() <= latest ? time : undefined
}

/**
 * Parses a time from the database, whose sessions use UTC. It is faster than `readTime`, as it skips the
 * checks that PostgreSQL has already done; a list reads thousands of times.
 */
export function readStoredTime(text: string): Date | undefined {
  // `infinity`, years of five digits and years BC do not have this form.
  const isUsual = text.charAt(10) === ' ' && text.endsWith('+00')
  return isUsual ? new Date(`${text.slice(0, 10)}T${text.slice(11)}:00`) : readTime(text)
}

/**
 * Parses a time that has been validated by a schema of the contract (format `date-time`) or read from the
 * database.
 *
 * @throws Error when it is not a time, which is a bug
 */
export function knownTime(text: string): Date {
  const time = readTime(text)
  if (!time) throw new Error(`Not a valid time: ${text}`)
  return time
}
