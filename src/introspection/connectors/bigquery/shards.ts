import type { ConnectorTable } from '../connector.ts'

/** The name of a daily table. Google Analytics and many others export one table for each day. */
const shardName = /^(.+_)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/** The wildcard table for all daily tables with the same prefix as this one; undefined for other tables. */
export const wildcardOf = (name: string): string | undefined => {
  const start = shardName.exec(name)?.[1]
  return start && `${start}*`
}

/** The prefix of the tables that a wildcard table reads; undefined for other tables. */
export const startOfWildcard = (name: string): string | undefined =>
  name.endsWith('_*') ? name.slice(0, -1) : undefined

/** Daily tables with the same prefix. A wildcard table has the columns of the newest one. */
interface Group {
  newest: ConnectorTable
  tables: number
  rows: number | null
}

/**
 * Combines the daily tables of a dataset into wildcard tables. A single table with a date is left unchanged.
 *
 * @returns `add` takes the tables in the order of their names, and returns whether it holds a table back.
 * `end` returns the combined tables, and those that were held back but not combined
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
      const entries = [...groups]
      groups = new Map()
      return entries.map(([wildcard, { newest, tables, rows }]) =>
        tables === 1 ? newest : { ...newest, name: wildcard, row_count: rows },
      )
    },
  }
}
