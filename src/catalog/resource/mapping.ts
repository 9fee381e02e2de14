import { getTableColumns } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { isTime } from '../../db/schema/column-types.ts'
import { normalizedName } from '../../values/name.ts'
import { knownTime } from '../../values/read-time.ts'

/** Columns that are not answered, or, for the description, are written by rules of their own. */
const internal = new Set(['organizationId', 'revision', 'position', 'changedBy', 'isActiveSetBy'])
const written = new Set([
  'descriptionStaleReason',
  'description',
  'descriptionSource',
  'descriptionGeneratedAt',
  'descriptionVersion',
])

/** How rows and the resources of the contract become each other. */
export interface Mapping<Row, Item> {
  /** The resource as the contract answers it. */
  item(row: Row): Item
  /** The columns that a body sets, without the description; what it does not name is left out. */
  values(body: object): Partial<Row>
  /** A row in which everything that may be null is. */
  blank: Partial<Row>
}

/** What becomes of a text that a body has for a column. */
function decoderOf(column: PgColumn): (text: string) => unknown {
  if (isTime(column)) return knownTime
  if (column.columnType === 'PgUUID') return (text) => text.toLowerCase()
  return column.columnType === 'PgCustomColumn' ? normalizedName : (text) => text
}

/**
 * Makes the mapping of a table whose columns are called as the properties of the contract. Times are RFC 3339 there
 * and Dates here; names, which are the columns compared exactly, are kept in normal form.
 *
 * @param hidden further columns that the contract does not have
 */
export function createMapping<Row, Item>(table: PgTable, hidden: readonly string[] = []): Mapping<Row, Item> {
  const columns = Object.entries(getTableColumns(table)).filter(
    ([key]) => !internal.has(key) && !hidden.includes(key),
  )
  const toItem = columns.map(([key, column]) => ({
    key: key as keyof Row,
    name: column.name,
    isTime: isTime(column),
  }))
  const settable = columns
    .filter(([key]) => !written.has(key))
    .map(([key, column]) => ({ key, name: column.name, decode: decoderOf(column) }))

  return {
    item(row) {
      const item: Record<string, unknown> = {}
      for (const { key, name, isTime } of toItem) {
        const value = row[key]
        item[name] = isTime && value !== null ? (value as Date).toISOString() : value
      }
      return item as Item
    },
    values(body) {
      const given = body as Record<string, unknown>
      const set = settable.filter(({ name }) => given[name] !== undefined)
      return Object.fromEntries(
        set.map(({ key, name, decode }) => {
          const value = given[name]
          return [key, typeof value === 'string' ? decode(value) : value]
        }),
      ) as Partial<Row>
    },
    blank: Object.fromEntries(
      columns.filter(([, { notNull }]) => !notNull).map(([key]) => [key, null]),
    ) as Partial<Row>,
  }
}
