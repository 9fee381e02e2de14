import { v7 } from 'uuid'
import type { components } from '../../contract/handlers.ts'
import { keptText } from '../../descriptions/description.ts'
import { invalidInput } from '../../values/invalid-input.ts'
import { normalizedName } from '../../values/name.ts'
import { knownTime } from '../../values/read-time.ts'

type TableSnapshot = components['schemas']['TableSnapshot']

/** One pair of columns in a foreign key, with its path in the line. */
export interface ForeignKeyPair {
  path: string[]
  columnName: string
  toSchemaName: string | null
  toTableName: string
  toColumnName: string
}

/** The rows of one line by column name, with names in normal form and times in UTC. */
export interface TableRows {
  table: Record<string, unknown> & { name: string; schema_name: string | null }
  columns: Record<string, unknown>[]
  foreignKeys: ForeignKeyPair[]
}

const refuse = (path: string[], msg: string): never => {
  throw invalidInput(path, msg)
}

const times = [
  'description_generated_at',
  'earliest_timestamp',
  'latest_timestamp',
  'last_load_timestamp',
  'last_introspected_at',
  'last_analyzed',
]

function rowOf<Item extends { name: string; description?: string | null }>(item: Item) {
  const row: Record<string, unknown> & { name: string } = {
    ...item,
    id: v7(),
    name: normalizedName(item.name),
  }
  if (item.description !== undefined) row.description = keptText(item.description)
  for (const time of times) {
    const value = row[time]
    if (typeof value === 'string') row[time] = knownTime(value).toISOString()
  }
  return row
}

/**
 * Converts one line to rows.
 *
 * @throws InvalidInputError for errors that the schema cannot express: a duplicate column, or lists of
 *   columns with different lengths
 */
export function tableRows(item: TableSnapshot): TableRows {
  const { columns, foreign_keys: foreignKeys = [], ...table } = item
  const schemaName = table.schema_name == null ? null : normalizedName(table.schema_name)
  const names = new Set<string>()
  const columnRows = columns.map((column, index) => {
    const row = rowOf(column)
    if (names.has(row.name)) refuse(['columns', String(index), 'name'], 'Column is in the table already')
    names.add(row.name)
    return row
  })
  const pairs = foreignKeys.flatMap((key, index) => {
    const path = ['foreign_keys', String(index)]
    if (key.columns.length !== key.to_columns.length) {
      refuse([...path, 'to_columns'], 'List should have as many items as columns')
    }
    return key.columns.map((column, position) => ({
      path: [...path, 'columns', String(position)],
      columnName: normalizedName(column),
      toSchemaName:
        key.to_schema_name === undefined
          ? schemaName
          : key.to_schema_name && normalizedName(key.to_schema_name),
      toTableName: normalizedName(key.to_table_name),
      toColumnName: normalizedName(key.to_columns[position] as string),
    }))
  })
  return {
    table: { ...rowOf(table), schema_name: schemaName },
    columns: columnRows,
    foreignKeys: pairs,
  }
}
