import { sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { isPresent } from '../../db/present.ts'
import { renewStatistics } from '../../db/source-statistics.ts'
import { statement } from '../../db/statement.ts'
import { batches } from '../resources.ts'
import type { DbtColumn, DbtRelation } from './manifest.ts'

/** The id of the matching resource in the catalog, or why there is none. */
export type Match = { id: string } | { reason: 'database_not_found' | 'not_found' | 'ambiguous' }

/** The source in which relations are looked up. */
export interface MatchScope {
  organizationId: string
  sourceId: string
}

interface CandidateRow extends Record<string, unknown> {
  number: number
  id: string
}

const ofSource = (
  row: string,
) => sql`${sql.raw(row)}.organization_id = ${sql.placeholder('organizationId')}::uuid
  AND ${sql.raw(row)}.integration_source_id = ${sql.placeholder('sourceId')}::uuid`

const relationInput = sql`json_to_recordset(${sql.placeholder('rows')}::json) AS input(number integer,
  database text COLLATE "C", schema text COLLATE "C", name text COLLATE "C",
  exact_database boolean, exact_schema boolean, exact_name boolean)`

// In a system without schemas, such as MySQL, a schema of dbt is a database of the catalog. So both
// statements match tables in two ways.
const findExactTables = statement<CandidateRow>(
  'dbt_exact_tables',
  sql`SELECT input.number, of_table.id FROM ${relationInput}
    JOIN databases AS of_database ON ${ofSource('of_database')}
      AND (input.database IS NULL OR of_database.name = input.database)
      AND ${isPresent('databases', 'of_database')}
    JOIN tables AS of_table ON ${ofSource('of_table')}
      AND of_table.database_id = of_database.id AND of_table.name = input.name
    WHERE of_table.schema_name = input.schema OR (input.schema IS NULL AND of_table.schema_name IS NULL)
    UNION ALL SELECT input.number, of_table.id FROM ${relationInput}
    JOIN databases AS of_database ON ${ofSource('of_database')} AND of_database.name = input.schema
      AND ${isPresent('databases', 'of_database')}
    JOIN tables AS of_table ON ${ofSource('of_table')}
      AND of_table.database_id = of_database.id AND of_table.name = input.name
      AND of_table.schema_name IS NULL
    WHERE input.database IS NULL OR input.database = input.schema`,
)
const findTables = statement<CandidateRow>(
  'dbt_tables',
  sql`SELECT input.number, of_table.id FROM ${relationInput}
    JOIN tables AS of_table ON ${ofSource('of_table')} AND lower(of_table.name) = lower(input.name)
      AND (NOT exact_name OR of_table.name = input.name)
    JOIN databases AS of_database ON ${ofSource('of_database')} AND of_database.id = of_table.database_id
      AND ${isPresent('databases', 'of_database')}
    WHERE ((input.database IS NULL OR lower(of_database.name) = lower(input.database))
        AND (NOT exact_database OR of_database.name = input.database)
        AND (lower(of_table.schema_name) = lower(input.schema)
          OR (input.schema IS NULL AND of_table.schema_name IS NULL))
        AND (NOT exact_schema OR of_table.schema_name = input.schema))
      OR (of_table.schema_name IS NULL AND lower(of_database.name) = lower(input.schema)
        AND (NOT exact_schema OR of_database.name = input.schema)
        AND (input.database IS NULL OR lower(input.database) = lower(input.schema)))`,
)
const findDatabases = statement<{ name: string }>(
  'dbt_databases',
  sql`SELECT name FROM databases WHERE ${ofSource('databases')} AND ${isPresent('databases')}`,
)

const columnInput = sql`json_to_recordset(${sql.placeholder('rows')}::json)
  AS input(number integer, table_id uuid, name text COLLATE "C")`

const findExactColumns = statement<CandidateRow>(
  'dbt_exact_columns',
  sql`SELECT input.number, of_column.id FROM ${columnInput} JOIN columns AS of_column
    ON ${ofSource('of_column')} AND of_column.table_id = input.table_id AND of_column.name = input.name`,
)
const findColumns = statement<CandidateRow>(
  'dbt_columns',
  sql`SELECT input.number, of_column.id FROM ${columnInput} JOIN columns AS of_column
    ON ${ofSource('of_column')} AND of_column.table_id = input.table_id
      AND lower(of_column.name) = lower(input.name)`,
)

/** Looks up exact names first, and then, for items without a match, names that differ in case. */
async function findAll<Item>(
  executor: Executor,
  scope: MatchScope,
  items: readonly Item[],
  {
    exact,
    folded,
    rowOf,
    isExact,
  }: {
    exact: typeof findColumns
    folded: typeof findColumns
    rowOf: (item: Item) => object
    isExact: (item: Item) => boolean
  },
): Promise<Map<Item, Match>> {
  await renewStatistics(executor, scope.sourceId, items.length)
  const matches = new Map<Item, Match>()
  const lookUp = async (find: typeof findColumns, unmatched: readonly Item[]) => {
    for (const batch of batches(unmatched, 2000)) {
      const rows = JSON.stringify(batch.map((item, number) => ({ ...rowOf(item), number })))
      for (const { number, id } of await find(executor, { ...scope, rows })) {
        const item = batch[number] as Item
        matches.set(item, matches.has(item) ? { reason: 'ambiguous' } : { id })
      }
    }
  }
  await lookUp(exact, items)
  await lookUp(
    folded,
    items.filter((item) => !matches.has(item) && !isExact(item)),
  )
  return matches
}

/** Finds the tables of relations. */
export async function matchRelations(
  executor: Executor,
  scope: MatchScope,
  relations: readonly DbtRelation[],
): Promise<Map<DbtRelation, Match>> {
  const matches = await findAll(executor, scope, relations, {
    exact: findExactTables,
    folded: findTables,
    rowOf: ({ database, schema, name }) => ({
      database: database?.text,
      schema: schema?.text,
      name: name.text,
      exact_database: database?.isQuoted ?? false,
      exact_schema: schema?.isQuoted ?? false,
      exact_name: name.isQuoted,
    }),
    isExact: ({ database, schema, name }) =>
      [database, schema, name].every((part) => part === undefined || part.isQuoted),
  })
  const unmatched = relations.filter((relation) => !matches.has(relation))
  if (unmatched.length === 0) return matches
  const names = (await findDatabases(executor, { ...scope })).map(({ name }) => name)
  const [exact, folded] = [new Set(names), new Set(names.map((name) => name.toLowerCase()))]
  for (const relation of unmatched) {
    const { database } = relation
    const hasDatabase =
      !database || (database.isQuoted ? exact.has(database.text) : folded.has(database.text.toLowerCase()))
    matches.set(relation, { reason: hasDatabase ? 'not_found' : 'database_not_found' })
  }
  return matches
}

/** A column with the id of its table. */
export interface TableColumn {
  column: DbtColumn
  tableId: string
}

/** Finds columns in their tables. The result does not contain columns that do not exist. */
export const matchColumns = (executor: Executor, scope: MatchScope, columns: readonly TableColumn[]) =>
  findAll(executor, scope, columns, {
    exact: findExactColumns,
    folded: findColumns,
    rowOf: ({ column, tableId }) => ({ table_id: tableId, name: column.text }),
    isExact: ({ column }) => column.isQuoted,
  })
