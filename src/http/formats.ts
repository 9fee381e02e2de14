import type { Ajv } from 'ajv'
import { labelFault, nameFault } from './name-rule.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const dateTime =
  /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/

const earliest = Date.parse('0001-01-01T00:00:00Z')
const latest = Date.parse('9999-12-31T23:59:59.999Z')

/** Whether a text is a UUID that Postgres reads; the usual check of the library also accepts `urn:uuid:`. */
export const isUuidText = (text: string): boolean => uuid.test(text)

/**
 * Whether a text is a time by RFC 3339 that exists and that a timestamp can hold: the day is in the calendar, there
 * is no leap second (JavaScript has none), and the year in UTC has four digits. The usual check of the library also
 * accepts a blank for the `T`.
 */
export function isDateTimeText(text: string): boolean {
  const [, year, month, day] = dateTime.exec(text) ?? []
  if (year === undefined) return false
  const calendar = new Date(0)
  calendar.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const instant = Date.parse(text.toUpperCase())
  return calendar.getUTCDate() === Number(day) && instant >= earliest && instant <= latest
}

/** Replaces the formats of ajv that let through what the database does not take, and adds those of the contract. */
export function addFormats(ajv: Pick<Ajv, 'addFormat'>): void {
  ajv.addFormat('uuid', isUuidText)
  ajv.addFormat('date-time', isDateTimeText)
  ajv.addFormat('name', (text: string) => nameFault(text) === undefined)
  ajv.addFormat('label', (text: string) => labelFault(text) === undefined)
}
