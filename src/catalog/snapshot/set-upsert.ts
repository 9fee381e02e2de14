import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from '../../db/client.ts'
import type { DescriptionSource } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import type { Description } from '../../descriptions/description.ts'
import { knownTime } from '../../values/read-time.ts'

/** How rows of a table are identified and created. Columns are named by their properties in the schema. */
export interface SetUpsertOptions {
  /** The columns of the natural key that are not in the input: SQL over `input` and placeholders. */
  fixed: Record<string, SQL>
  /** The columns of the natural key that are in the input. */
  key: readonly string[]
  /** Default values of new rows for columns without a default in the table. */
  defaults?: Record<string, SQL>
}

/** The outcome for a set of rows. */
export interface UpsertOutcome {
  created: number
  /** The numbers of the rows that were changed. */
  updated: Set<number>
  /** The number of rows that existed before, changed or not. */
  existing: number
}

/** The counts of an outcome. */
export interface SetCounts {
  created: number
  updated: number
  unchanged: number
}

const attempts = 5
/** The properties of rows that an upsert does not set from the input directly. */
const managed = new Set([
  'id',
  'revision',
  'createdAt',
  'updatedAt',
  'changedBy',
  'isActiveSetBy',
  'description',
  'descriptionSource',
  'descriptionGeneratedAt',
  'descriptionVersion',
  'descriptionStaleReason',
])

const list = (parts: SQL[]) => sql.join(parts, sql`, `)
const quoted = ({ name }: PgColumn) => sql.identifier(name)
const now = sql`${sql.placeholder('now')}::timestamptz`
const by = sql`${sql.placeholder('by')}::text`
const writer = sql`${sql.placeholder('writer')}::text`

/** The default of a column as SQL; undefined when it has none or may be null. */
function defaultOf(column: PgColumn): SQL | undefined {
  if (!column.notNull || column.default === undefined) return undefined
  const value = typeof column.default === 'object' ? '{}' : String(column.default)
  return sql.raw(`'${value}'`)
}

/**
 * The rows of `input`, each with the key of the existing row: `existing_organization_id` and `existing_id`,
 * or null.
 *
 * The statistics of a table are outdated while a snapshot fills it, and a plan for a nearly empty table would
 * read all of it for each batch. So the lateral subquery has a LIMIT, which makes PostgreSQL look up each row
 * separately by the index of the natural key. A key column that may be null gets a second select, as an OR
 * would not use the index.
 */
function matchedRows(table: PgTable, { fixed, key }: SetUpsertOptions): SQL {
  const columns = getTableColumns(table) as Record<string, PgColumn>
  const fixedConditions = Object.entries(fixed).map(
    ([name, value]) => sql`target.${quoted(columns[name] as PgColumn)} = ${value}`,
  )
  const isEqual = (name: string) => {
    const column = quoted(columns[name] as PgColumn)
    return sql`target.${column} = input.${column}`
  }
  const nullable = key.find((name) => !columns[name]?.notNull)
  const alternatives = [[...fixedConditions, ...key.map(isEqual)]]
  if (nullable) {
    const column = quoted(columns[nullable] as PgColumn)
    const others = key.filter((name) => name !== nullable).map(isEqual)
    alternatives.push([
      ...fixedConditions,
      sql`target.${column} IS NULL`,
      sql`input.${column} IS NULL`,
      ...others,
    ])
  }
  const selects = alternatives.map(
    (conditions) =>
      sql`SELECT target.organization_id, target.id FROM ${table} AS target
        WHERE ${sql.join(conditions, sql` AND `)}`,
  )
  return sql`SELECT input.*, found.organization_id AS existing_organization_id, found.id AS existing_id
    FROM input LEFT JOIN LATERAL (${sql.join(selects, sql` UNION ALL `)} LIMIT 1) AS found ON true`
}

/**
 * The rows in the placeholder `rows` as the relation `input`, with the columns of the table, `number` and
 * `parent`.
 */
function inputRows(table: PgTable, { fixed }: Pick<SetUpsertOptions, 'fixed'>): SQL {
  const columns = Object.entries(getTableColumns(table) as Record<string, PgColumn>)
    .filter(([name, { generated }]) => !(name in fixed) && generated === undefined)
    .map(([, column]) => sql`${quoted(column)} ${sql.raw(column.getSQLType())}`)
  // The planner assumes that a range with an unknown end selects few rows, so that it prefers lookups by
  // index, as in `matchedRows`.
  return sql`SELECT *
    FROM json_to_recordset(${sql.placeholder('rows')}::json)
      AS input(number integer, parent integer, ${list(columns)})
    WHERE number BETWEEN 1 AND ${sql.placeholder('lastNumber')}::integer`
}

/** The values for the placeholders of `inputRows`. */
const inputValues = (rows: readonly string[]) => ({ rows: `[${rows.join()}]`, lastNumber: 2 ** 31 - 1 })

/**
 * Creates a function that inserts or updates a set of rows by their natural key. A null in the input leaves
 * the column unchanged, and a row that does not differ keeps its revision and time. The function does not
 * change the descriptions of existing rows, as those have layers.
 *
 * @returns a function that takes rows, as JSON objects by column name with `number`, and with the `id` in
 *   case the row is new. No two rows may have the same key.
 */
export function createSetUpsert(table: PgTable, options: SetUpsertOptions) {
  const { name } = getTableConfig(table)
  const { fixed, key, defaults = {} } = options
  const columns = Object.entries(getTableColumns(table) as Record<string, PgColumn>)
  const inputColumns = columns.filter(
    ([column, { generated }]) => !managed.has(column) && !(column in fixed) && generated === undefined,
  )
  const settable = inputColumns.filter(([column]) => !key.includes(column))
  const created: [SQL, SQL][] = [
    ...Object.entries(fixed).map(([column, value]): [SQL, SQL] => [
      sql`${quoted(getTableColumns(table)[column] as PgColumn)}`,
      value,
    ]),
    ...inputColumns.map(([property, column]): [SQL, SQL] => {
      const defaultValue = defaults[property] ?? defaultOf(column)
      const value = sql`input.${quoted(column)}`
      return [sql`${quoted(column)}`, defaultValue ? sql`COALESCE(${value}, ${defaultValue})` : value]
    }),
    [sql`id`, sql`input.id`],
    [sql`description`, sql`input.description`],
    [
      sql`description_source`,
      sql`CASE WHEN input.description IS NOT NULL THEN COALESCE(input.description_source, ${writer}) END`,
    ],
    [
      sql`description_generated_at`,
      sql`CASE WHEN input.description IS NOT NULL THEN COALESCE(input.description_generated_at, ${now}) END`,
    ],
    [sql`created_at`, now],
    [sql`updated_at`, now],
    [sql`changed_by`, by],
  ]
  const differs = settable.map(
    ([, column]) =>
      sql`(input.${quoted(column)} IS NOT NULL
        AND input.${quoted(column)} IS DISTINCT FROM target.${quoted(column)})`,
  )
  const unique = [...Object.keys(fixed), ...key].map(
    (column) => sql`${quoted(getTableColumns(table)[column] as PgColumn)}`,
  )
  const run = statement<{ created: number; updated: number[]; found: number }>(
    `${name}_upsert`,
    sql`WITH input AS MATERIALIZED (
        -- The rows to write.
        ${inputRows(table, options)}
      ), matched AS MATERIALIZED (
        -- The same rows with the keys of existing rows.
        ${matchedRows(table, options)}
      ), inserted AS (
        INSERT INTO ${table} (${list(created.map(([column]) => column))})
        SELECT ${list(created.map(([, value]) => value))} FROM matched AS input
        WHERE input.existing_id IS NULL
        ORDER BY input.number
        ON CONFLICT (${list(unique)}) DO NOTHING
        RETURNING 1
      ), updated AS (
        UPDATE ${table} AS target SET ${list(
          settable.map(
            ([, column]) =>
              sql`${quoted(column)} = COALESCE(input.${quoted(column)}, target.${quoted(column)})`,
          ),
        )},
          revision = target.revision + 1, updated_at = ${now}, changed_by = ${by}
        FROM matched AS input
        WHERE target.organization_id = input.existing_organization_id AND target.id = input.existing_id
          AND (${sql.join(differs, sql` OR `)})
        RETURNING number
      )
      SELECT (SELECT count(*)::integer FROM inserted) AS created,
        (SELECT COALESCE(array_agg(number), '{}') FROM updated) AS updated,
        (SELECT count(existing_id)::integer FROM matched) AS found`,
  )

  return async (
    transaction: Transaction,
    rows: readonly string[],
    values: Record<string, unknown>,
  ): Promise<UpsertOutcome> => {
    let created = 0
    const updated = new Set<number>()
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const [result] = await run(transaction, { ...values, ...inputValues(rows) })
      const { found, ...attempted } = result as { created: number; updated: number[]; found: number }
      created += attempted.created
      for (const number of attempted.updated) updated.add(number)
      // Rows that were neither found nor created conflicted with concurrent inserts, which the next attempt
      // finds.
      if (attempted.created + found === rows.length) {
        return { created, updated, existing: rows.length - created }
      }
    }
    throw new Error(`${name}: rows keep changing`)
  }
}

/** An existing row, locked, with the number of its input. */
export interface LockedRow extends Description {
  number: number
  id: string
}

/** Creates a function that locks the existing rows of a set in the order of their ids, and returns them. */
export function createRowLock(table: PgTable, options: SetUpsertOptions) {
  const run = statement<{
    number: number
    id: string
    description: string | null
    description_source: DescriptionSource | null
    description_generated_at: string | null
    description_version: number
    description_stale_reason: string | null
  }>(
    `${getTableConfig(table).name}_lock_set`,
    sql`WITH input AS MATERIALIZED (${inputRows(table, options)}),
        matched AS MATERIALIZED (${matchedRows(table, options)})
      SELECT matched.number, target.id, target.description, target.description_source,
        to_json(target.description_generated_at) #>> '{}' AS description_generated_at,
        target.description_version,
        target.description_stale_reason
      FROM matched JOIN ${table} AS target
        ON target.organization_id = matched.existing_organization_id AND target.id = matched.existing_id
      ORDER BY target.id FOR NO KEY UPDATE OF target`,
  )
  return async (
    transaction: Transaction,
    rows: readonly string[],
    values: Record<string, unknown>,
  ): Promise<LockedRow[]> =>
    (await run(transaction, { ...values, ...inputValues(rows) })).map((row) => ({
      number: row.number,
      id: row.id,
      description: row.description,
      descriptionSource: row.description_source,
      descriptionGeneratedAt:
        row.description_generated_at === null ? null : knownTime(row.description_generated_at),
      descriptionVersion: row.description_version,
      descriptionStaleReason: row.description_stale_reason,
    }))
}
