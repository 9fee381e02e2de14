const form =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?)([Zz]|[+-](?:[01]\d|2[0-3])(?::[0-5]\d)?)$/

const earliest = Date.parse('0001-01-01T00:00:00Z')
const latest = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * The instant that a text names: RFC 3339 as clients write it, and as PostgreSQL prints it in UTC, with a blank for the T
 * and `+00`. The one reader of times: `new Date` takes only texts in its own form (ECMAScript, 21.4.1.32) for what they say,
 * and guesses at all others, so that `0023-05-06 00:00:00+00` is no time at all and `0001-01-01 00:00:00+00` is in 2001.
 *
 * @returns undefined for what the contract cannot say: a year in UTC before 1 or after 9999, `infinity`, a day that is not
 * in the calendar, a leap second (JavaScript has none)
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
 * A time of the database, whose session is in UTC: as `readTime`, without asking again what PostgreSQL has made sure of.
 * Lists read thousands of them.
 */
export function readStoredTime(text: string): Date | undefined {
  // Neither `infinity`, nor a longer year, nor one before Christ has this form.
  const isUsual = text.charAt(10) === ' ' && text.endsWith('+00')
  return isUsual ? new Date(`${text.slice(0, 10)}T${text.slice(11)}:00`) : readTime(text)
}

/**
 * A time that a schema of the contract has let through (format `date-time`), or that the database holds.
 *
 * @throws Error when it is none: something is wrong in this program
 */
export function knownTime(text: string): Date {
  const time = readTime(text)
  if (!time) throw new Error(`This is no time: ${text}`)
  return time
}
