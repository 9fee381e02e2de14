import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check } from 'drizzle-orm/pg-core'

/** The check that a name has 1 to 255 characters. */
export const nameLength = (table: string, name: AnyPgColumn, column = 'name') =>
  check(`${table}_${column}_length`, sql`char_length(${name}) BETWEEN 1 AND 255`)

/** The check that a number is in a range, both ends included. */
export const between = (name: string, column: AnyPgColumn, least: number, most: number) =>
  check(name, sql`${column} BETWEEN ${sql.raw(`${least} AND ${most}`)}`)

/** The check that a text is one of these values. */
export const oneOf = (name: string, column: AnyPgColumn, values: readonly string[]) =>
  check(name, sql`${column} IN (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`)
