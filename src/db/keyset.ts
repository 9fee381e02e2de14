import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { Executor } from './client.ts'
import { once } from './once.ts'
import { isPresent } from './present.ts'

/** The values of the ordering columns in the last row of a page. */
export type Position = (string | number)[]

/** A list that is read in pages of equal cost, however deep. */
export interface KeysetList<Row> {
  /**
   * Reads the rows that come after a position.
   *
   * @param values the placeholders of the list's condition
   * @param after where the page before ended; undefined for the first page
   */
  read(values: Record<string, unknown>, after: Position | undefined, limit: number): Promise<Row[]>
  /** The position of a row. */
  position(row: Row): Position
  /** Whether a decoded cursor is a position in this list, by number and types of its values. */
  isPosition(values: unknown): values is Position
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const isInt32 = (value: unknown) =>
  Number.isInteger(value) && Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31
const isUuid = (value: unknown) => typeof value === 'string' && uuidForm.test(value)
const isText = (value: unknown) => typeof value === 'string' && !value.includes('\0') && value.isWellFormed()

/** What a cursor may hold of a column, by the type of the column. A list orders by columns of these types alone. */
const forms: Record<string, (value: unknown) => boolean> = {
  integer: isInt32,
  bigint: (value) => Number.isSafeInteger(value),
  // Nineteen digits are below 2^64.
  xid8: (value) => typeof value === 'string' && /^\d{1,19}$/.test(value),
  uuid: isUuid,
  text: isText,
}

/** Whether a decoded cursor is a position of so many 32-bit numbers and an id: for lists with SQL of their own. */
export const isUuidPosition = (values: unknown, numbers: number): values is Position =>
  Array.isArray(values) &&
  values.length === numbers + 1 &&
  values.slice(0, numbers).every(isInt32) &&
  isUuid(values[numbers])

/** @throws Error when a list orders by a column of a type that no form is known of: it is found at start */
function formOf(column: PgColumn): (value: unknown) => boolean {
  const form = forms[column.getSQLType().split(' ', 1)[0] as string]
  if (!form)
    throw new Error(`A list cannot be ordered by ${column.name}: no cursor holds ${column.getSQLType()}`)
  return form
}

/** What makes a list. */
export interface KeysetOptions {
  name: string
  /** Which rows the list has, with placeholders; of those that are present. */
  where: SQL | undefined
  /** Columns that are together unique and have an index. */
  order: Record<string, PgColumn>
  /** Whether the greatest come first. */
  descending?: boolean
}

/**
 * Makes a list by keyset, with both of its statements prepared. The position is compared as a row value,
 * `(a, b, id) > (…)`, which Postgres takes as an index condition; written with ORs it would be a filter over all
 * rows before. https://use-the-index-luke.com/no-offset
 */
export function createKeysetList<Row extends Record<string, unknown>>(
  db: Executor,
  table: PgTable,
  { name, where, order, descending = false }: KeysetOptions,
): KeysetList<Row> {
  const columns = Object.values(order)
  const columnForms = columns.map(formOf)
  const keys = Object.keys(order)
  const after = () =>
    sql`(${sql.join(columns, sql`, `)}) ${sql.raw(descending ? '<' : '>')} (${sql.join(
      keys.map((key) => sql.placeholder(`after_${key}`)),
      sql`, `,
    )})`
  const prepare = (suffix: string, condition: SQL | undefined) =>
    db
      .select()
      .from(table)
      .where(and(condition, isPresent(table)))
      .orderBy(...columns.map((column) => (descending ? desc(column) : asc(column))))
      .limit(sql.placeholder('limit'))
      .prepare(`${getTableConfig(table).name}_${name}_${suffix}`)
  const first = once(() => prepare('first', where))
  const next = once(() => prepare('next', and(where, after())))

  return {
    async read(values, position, limit) {
      const rows = position
        ? next().execute({
            ...values,
            limit,
            ...Object.fromEntries(keys.map((key, index) => [`after_${key}`, position[index]])),
          })
        : first().execute({ ...values, limit })
      return (await rows) as Row[]
    },
    position: (row) => keys.map((key) => row[key] as string | number),
    isPosition: (values): values is Position =>
      Array.isArray(values) &&
      values.length === columns.length &&
      columnForms.every((isForm, index) => isForm(values[index])),
  }
}
