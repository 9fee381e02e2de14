import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check } from 'drizzle-orm/pg-core'

/** Checks that a name has 1 to 255 characters. */
export const nameLength = (table: string, name: AnyPgColumn, column = 'name') =>
  check(`${table}_${column}_length`, sql`char_length(${name}) BETWEEN 1 AND 255`)

/** Checks that a number is in a range, including both ends. */
export const between = (name: string, column: AnyPgColumn, least: number, most: number) =>
  check(name, sql`${column} BETWEEN ${sql.raw(`${least} AND ${most}`)}`)

/** Checks that a text is one of these values. */
export const oneOf = (name: string, column: AnyPgColumn, values: readonly string[]) =>
  check(name, sql`${column} IN (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`)
