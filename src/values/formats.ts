import type { Ajv } from 'ajv'
import { labelFault, nameFault } from './name-rule.ts'
import { readTime } from './read-time.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether PostgreSQL reads a text as a UUID. The check of ajv-formats also accepts `urn:uuid:`. */
export const isUuidText = (text: string): boolean => uuid.test(text)

/**
 * Whether a text is a time in RFC 3339 that a timestamp can hold: the day exists, the second is not a leap
 * second (JavaScript has none), and the year in UTC has four digits. The check of ajv-formats also accepts a
 * blank for the `T`.
 */
export const isDateTimeText = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d[Tt].*(?:[Zz]|:\d\d)$/.test(text) && readTime(text) !== undefined

/**
 * Replaces the formats of ajv that accept values which the database refuses, and adds the formats of the
 * contract.
 */
export function addFormats(ajv: Pick<Ajv, 'addFormat'>): void {
  ajv.addFormat('uuid', isUuidText)
  ajv.addFormat('date-time', isDateTimeText)
  ajv.addFormat('name', (text: string) => nameFault(text) === undefined)
  ajv.addFormat('label', (text: string) => labelFault(text) === undefined)
}
