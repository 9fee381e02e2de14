import { setImmediate } from 'node:timers/promises'
import type { IntegrationSourceRow } from '../../db/schema.ts'
import type { TableName } from '../connectors/connector.ts'
import { charactersOf, readPattern } from './pattern.ts'

/** The stored patterns of a source. */
export type Patterns = Pick<
  IntegrationSourceRow,
  'includePatterns' | 'excludePatterns' | 'unprofiledPatterns'
>

/** Selects the tables of a source that a run lists and profiles. */
export interface Selection {
  /** Whether every table is selected. */
  readonly isEverything: boolean
  /** Whether a run lists a table. */
  isSelected(table: TableName): boolean
  /** Whether a run profiles a table that it lists. */
  isProfiled(table: TableName): boolean
}

/** The text that patterns match: `schema.table`, or the table alone where the system has no schemas. */
const nameOf = ({ schema_name: schema, name }: TableName) =>
  charactersOf(schema === null ? name : `${schema}.${name}`)

/** Creates the selection that the patterns of a source describe. */
export function createSelection({
  includePatterns,
  excludePatterns,
  unprofiledPatterns,
}: Patterns): Selection {
  const included = includePatterns.map(readPattern)
  const excluded = excludePatterns.map(readPattern)
  const unprofiled = unprofiledPatterns.map(readPattern)
  return {
    isEverything: included.length === 0 && excluded.length === 0,
    isSelected: (table) => {
      const name = nameOf(table)
      const isIncluded = included.length === 0 || included.some((matches) => matches(name))
      return isIncluded && !excluded.some((matches) => matches(name))
    },
    isProfiled: (table) => {
      const name = nameOf(table)
      return !unprofiled.some((matches) => matches(name))
    },
  }
}

/** How long work may block the event loop before it yields, in milliseconds. */
const slice = 10

/** Creates a function to await between steps of long work. It yields to the event loop after each slice. */
export function createPace(): () => Promise<void> {
  let start = performance.now()
  return async () => {
    if (performance.now() - start < slice) return
    await setImmediate()
    start = performance.now()
  }
}
