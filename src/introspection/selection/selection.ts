import { setImmediate } from 'node:timers/promises'
import type { IntegrationSourceRow } from '../../db/schema.ts'
import type { TableName } from '../connectors/connector.ts'
import { charactersOf, readPattern } from './pattern.ts'

/** What a source says of what is looked at, as it is stored. */
export type Patterns = Pick<
  IntegrationSourceRow,
  'includePatterns' | 'excludePatterns' | 'unprofiledPatterns'
>

/** Which tables of a source a run looks at. */
export interface Selection {
  /** Whether every table is looked at. */
  readonly isEverything: boolean
  isLookedAt(table: TableName): boolean
  isProfiled(table: TableName): boolean
}

/** What patterns are compared with: `schema.table`, and the table alone where the system has no schemas. */
const nameOf = ({ schema_name: schema, name }: TableName) =>
  charactersOf(schema === null ? name : `${schema}.${name}`)

/** Reads the patterns of a source. */
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
    isLookedAt: (table) => {
      const name = nameOf(table)
      const isIncluded = included.length === 0 || included.some((fits) => fits(name))
      return isIncluded && !excluded.some((fits) => fits(name))
    },
    isProfiled: (table) => {
      const name = nameOf(table)
      return !unprofiled.some((fits) => fits(name))
    },
  }
}

/** For how long names are compared, in milliseconds, before others get their turn. */
const slice = 10

/** Makes the function that is awaited between names: now and then it lets others have their turn. */
export function createPace(): () => Promise<void> {
  let start = performance.now()
  return async () => {
    if (performance.now() - start < slice) return
    await setImmediate()
    start = performance.now()
  }
}
