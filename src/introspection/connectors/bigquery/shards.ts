import type { ConnectorTable } from '../connector.ts'

/** The name of a table for one day, as exports of Google Analytics and many others write one for each. */
const shardName = /^(.+_)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/** The name by which BigQuery reads all tables that begin alike: a wildcard table. */
export const wildcardOf = (name: string): string | undefined => {
  const start = shardName.exec(name)?.[1]
  return start && `${start}*`
}

/** What the names of the tables begin with that a wildcard table reads; undefined for any other table. */
export const startOfWildcard = (name: string): string | undefined =>
  name.endsWith('_*') ? name.slice(0, -1) : undefined

/** Tables of one name but for their dates, of which the newest has the columns that a wildcard table has. */
interface Group {
  newest: ConnectorTable
  tables: number
  rows: number | null
}

/**
 * Makes one table of those of a dataset that hold a day each. One that is alone with its name is a copy, and stays what it
 * is.
 *
 * @returns `add` takes a table, in the order of their names, and tells whether it has to wait; `end` tells those that waited
 */
export function createShardGroups() {
  let groups = new Map<string, Group>()
  return {
    add(table: ConnectorTable): boolean {
      const wildcard = table.table_type === 'TABLE' ? wildcardOf(table.name) : undefined
      if (wildcard === undefined) return false
      const { tables, rows } = groups.get(wildcard) ?? { tables: 0, rows: 0 }
      groups.set(wildcard, {
        newest: table,
        tables: tables + 1,
        rows: rows === null || table.row_count === null ? null : rows + table.row_count,
      })
      return true
    },
    end(): ConnectorTable[] {
      const waiting = [...groups]
      groups = new Map()
      return waiting.map(([wildcard, { newest, tables, rows }]) =>
        tables === 1 ? newest : { ...newest, name: wildcard, row_count: rows },
      )
    },
  }
}
