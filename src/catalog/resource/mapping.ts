import { getTableColumns } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { isTime } from '../../db/schema/column-types.ts'
import { normalizedName } from '../../values/name.ts'
import { knownTime } from '../../values/read-time.ts'

/** The properties of rows that are not in answers. */
const internal = new Set(['organizationId', 'revision', 'position', 'changedBy', 'isActiveSetBy'])
/** The properties that a request does not set directly, as descriptions have layers. */
const descriptionProperties = new Set([
  'descriptionStaleReason',
  'description',
  'descriptionSource',
  'descriptionGeneratedAt',
  'descriptionVersion',
])

/** Converts between rows and resources of the contract. */
export interface Mapping<Row, Item> {
  /** Converts a row to the resource in an answer. */
  item(row: Row): Item
  /** Converts the body of a request to the columns that it sets, without the description. */
  values(body: object): Partial<Row>
  /** Null for each column that may be null. */
  blank: Partial<Row>
}

/** The conversion of a text in the body of a request to the value of a column. */
function decoderOf(column: PgColumn): (text: string) => unknown {
  if (isTime(column)) return knownTime
  if (column.columnType === 'PgUUID') return (text) => text.toLowerCase()
  return column.columnType === 'PgCustomColumn' ? normalizedName : (text) => text
}

/**
 * Creates the mapping for a table whose columns have the names of the properties in the contract. Times are
 * RFC 3339 in the contract and Dates in rows. Names, i.e. columns of the type `exactText`, are stored in
 * normal form.
 *
 * @param hidden further properties of rows that are not in the contract
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
    .filter(([key]) => !descriptionProperties.has(key))
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
      const properties = body as Record<string, unknown>
      const present = settable.filter(({ name }) => properties[name] !== undefined)
      return Object.fromEntries(
        present.map(({ key, name, decode }) => {
          const value = properties[name]
          return [key, typeof value === 'string' ? decode(value) : value]
        }),
      ) as Partial<Row>
    },
    blank: Object.fromEntries(
      columns.filter(([, { notNull }]) => !notNull).map(([key]) => [key, null]),
    ) as Partial<Row>,
  }
}
