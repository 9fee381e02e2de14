import { normalizedName } from '../../values/name.ts'
import type { ConnectorColumn, ConnectorTable, TableName } from '../connectors/connector.ts'

/** What a run knows about a table from its listing, besides what the catalog stores. */
export interface ListedTable {
  /** The name as the source system spells it. Not every system finds the normalized name of the catalog. */
  readonly sourceName: TableName
  /** Unique keys, with the column names of the source system. */
  readonly uniqueKeys: ConnectorTable['unique_keys']
  /** Columns, by their name in the catalog: only those that are spelled differently or have a base type. */
  readonly columns: ReadonlyMap<string, Pick<ConnectorColumn, 'name' | 'base_type'>>
}

/** The tables that a run has listed in a database, by their names in the catalog. */
export interface ListedTables {
  /** The keys of the tables that a table inherits from, by the key of the table (`keyOfTable`). */
  readonly parents: ReadonlyMap<string, readonly string[]>
  /** Adds a table. Returns false when another table already has the same name in the catalog. */
  add(table: ConnectorTable): boolean
  /** What is known about a table. For a table that was not listed, it has just the given name. */
  of(table: TableName): ListedTable
}

/** The key of a table within its database: its normalized names, as in the catalog. */
export const keyOfTable = ({ schema_name: schema, name }: TableName): string =>
  JSON.stringify([schema === null ? null : normalizedName(schema), normalizedName(name)])

/** The unique keys of a listed table, with the column names of the catalog. */
export const uniqueKeysOf = ({ uniqueKeys }: ListedTable): string[][] =>
  uniqueKeys.map((key) => key.map(normalizedName))

/** Creates an empty list. It saves memory: most tables take only their key. */
export function createListedTables(): ListedTables {
  const names = new Set<string>()
  const tables = new Map<string, ListedTable>()
  const parents = new Map<string, readonly string[]>()
  return {
    parents,
    add(table) {
      const key = keyOfTable(table)
      if (names.has(key)) return false
      names.add(key)
      if (table.inherits) parents.set(key, table.inherits.map(keyOfTable))
      const { schema_name, name, unique_keys: uniqueKeys } = table
      const columns = table.columns.filter(
        (column) => column.base_type !== undefined || column.name !== normalizedName(column.name),
      )
      const isSpelledOtherwise = key !== JSON.stringify([schema_name, name])
      if (uniqueKeys.length > 0 || columns.length > 0 || isSpelledOtherwise) {
        tables.set(key, {
          sourceName: { schema_name, name },
          uniqueKeys,
          columns: new Map(columns.map((column) => [normalizedName(column.name), column])),
        })
      }
      return true
    },
    of: ({ schema_name, name }) =>
      tables.get(keyOfTable({ schema_name, name })) ?? {
        sourceName: { schema_name, name },
        uniqueKeys: [],
        columns: new Map(),
      },
  }
}
