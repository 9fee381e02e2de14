import { normalizedName } from '../../values/name.ts'
import type { ConnectorColumn, ConnectorTable, TableName } from '../connectors/connector.ts'

/** What a run knows of a table from its listing, beside what the catalog keeps. */
export interface ListedTable {
  /** Where it is, as the system spells it: the catalog keeps names in a normal form, by which not every system finds them. */
  readonly place: TableName
  /** In the names as the system spells them. */
  readonly uniqueKeys: ConnectorTable['unique_keys']
  /** Columns by their names in the catalog: those that are spelled otherwise, or whose type is built on another one. */
  readonly columns: ReadonlyMap<string, Pick<ConnectorColumn, 'name' | 'base_type'>>
}

/** The tables that a run has listed of a database, by their names in the catalog. */
export interface ListedTables {
  /** The tables that tables inherit from, both by `keyOfTable`. */
  readonly parents: ReadonlyMap<string, readonly string[]>
  /** Adds a table; false for one that has the name in the catalog that another one has already. */
  add(table: ConnectorTable): boolean
  /** What is known of a table. Of one that was not listed, it is what the catalog has. */
  of(table: TableName): ListedTable
}

/** Names a table within its database, as the catalog does. */
export const keyOfTable = ({ schema_name: schema, name }: TableName): string =>
  JSON.stringify([schema === null ? null : normalizedName(schema), normalizedName(name)])

/** The unique keys of a listed table, in the names of the catalog. */
export const uniqueKeysOf = ({ uniqueKeys }: ListedTable): string[][] =>
  uniqueKeys.map((key) => key.map(normalizedName))

/** Makes an empty list. Of a table of which there is nothing to keep, it keeps its name alone. */
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
          place: { schema_name, name },
          uniqueKeys,
          columns: new Map(columns.map((column) => [normalizedName(column.name), column])),
        })
      }
      return true
    },
    of: ({ schema_name, name }) =>
      tables.get(keyOfTable({ schema_name, name })) ?? {
        place: { schema_name, name },
        uniqueKeys: [],
        columns: new Map(),
      },
  }
}
