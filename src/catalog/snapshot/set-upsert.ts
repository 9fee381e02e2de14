import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from '../../db/client.ts'
import type { DescriptionSource } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import type { Description } from '../../descriptions/description.ts'
import { knownTime } from '../../values/read-time.ts'

/** How rows of a table are known and made. */
export interface SetUpsertOptions {
  /** Columns that no row brings, by their keys in the schema: SQL over `input` and placeholders. */
  fixed: Record<string, SQL>
  /** The columns of the natural key that rows bring, by their keys in the schema. */
  key: readonly string[]
  /** What a new row has where the column has no default of its own. */
  defaults?: Record<string, SQL>
}

/** What became of a set of rows. */
export interface UpsertOutcome {
  created: number
  /** The numbers of the rows that were changed. */
  updated: Set<number>
  /** How many were there before, changed or not. */
  existing: number
}

/** What became of a set of rows, in numbers. */
export interface SetCounts {
  created: number
  updated: number
  unchanged: number
}

const attempts = 5
const kept = new Set([
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

/** The default of a column as SQL; undefined when it has none or the input may be null. */
function defaultOf(column: PgColumn): SQL | undefined {
  if (!column.notNull || column.default === undefined) return undefined
  const value = typeof column.default === 'object' ? '{}' : String(column.default)
  return sql.raw(`'${value}'`)
}

/**
 * The rows of `input`, each with the key of the row that it is in the table already, if any: `existing_organization_id`
 * and `existing_id`.
 *
 * Written so that rows are looked up one by one, by the index of their natural key, whatever the planner thinks of the
 * table: while a snapshot fills it, statistics are as old as the snapshot, and a plan for a nearly empty table would
 * read all of it for each batch. Hence the limit, which keeps the look-up apart, and an arm for null, as an OR
 * would not use the index.
 */
function matchedRows(table: PgTable, { fixed, key }: SetUpsertOptions): SQL {
  const columns = getTableColumns(table) as Record<string, PgColumn>
  const place = Object.entries(fixed).map(
    ([name, value]) => sql`target.${quoted(columns[name] as PgColumn)} = ${value}`,
  )
  const both = (name: string, comparison: SQL) => {
    const column = quoted(columns[name] as PgColumn)
    return sql`target.${column} ${comparison} input.${column}`
  }
  const equal = key.map((name) => both(name, sql`=`))
  const nullable = key.find((name) => !columns[name]?.notNull)
  const arms = [[...place, ...equal]]
  if (nullable) {
    const column = quoted(columns[nullable] as PgColumn)
    const others = key.filter((name) => name !== nullable).map((name) => both(name, sql`=`))
    arms.push([...place, sql`target.${column} IS NULL`, sql`input.${column} IS NULL`, ...others])
  }
  const found = arms.map(
    (conditions) =>
      sql`SELECT target.organization_id, target.id FROM ${table} AS target WHERE ${sql.join(conditions, sql` AND `)}`,
  )
  return sql`SELECT input.*, found.organization_id AS existing_organization_id, found.id AS existing_id FROM input
    LEFT JOIN LATERAL (${sql.join(found, sql` UNION ALL `)} LIMIT 1) AS found ON true`
}

/** The rows of the placeholder `rows` as the relation `input`: columns of the table, and numbers. */
function inputRows(table: PgTable, { fixed }: Pick<SetUpsertOptions, 'fixed'>): SQL {
  const columns = Object.entries(getTableColumns(table) as Record<string, PgColumn>)
    .filter(([name, { generated }]) => !(name in fixed) && generated === undefined)
    .map(([, column]) => sql`${quoted(column)} ${sql.raw(column.getSQLType())}`)
  // A range of unknown ends counts as narrow, so the planner expects few rows: the same reason as in `matchedRows`.
  return sql`SELECT * FROM json_to_recordset(${sql.placeholder('rows')}::json) AS input(number integer, parent integer, ${list(columns)})
    WHERE number BETWEEN 1 AND ${sql.placeholder('lastNumber')}::integer`
}

/** The placeholders of `inputRows`. */
const inputValues = (rows: readonly string[]) => ({ rows: `[${rows.join()}]`, lastNumber: 2 ** 31 - 1 })

/**
 * Makes the statement that creates or updates a set of rows by their natural key. A row brings the columns it knows:
 * what is null keeps what is there, and a row that changes nothing keeps its revision and time. The descriptions of
 * rows that are there already are left to their layers.
 *
 * @returns a function from rows (a JSON array of objects by column names, with `number`, and `id` for new ones) to
 *   what became of them. No two rows may have the same key.
 */
export function createSetUpsert(table: PgTable, options: SetUpsertOptions) {
  const { name } = getTableConfig(table)
  const { fixed, key, defaults = {} } = options
  const columns = Object.entries(getTableColumns(table) as Record<string, PgColumn>)
  const brought = columns.filter(
    ([column, { generated }]) => !kept.has(column) && !(column in fixed) && generated === undefined,
  )
  const settable = brought.filter(([column]) => !key.includes(column))
  const created: [SQL, SQL][] = [
    ...Object.entries(fixed).map(([column, value]): [SQL, SQL] => [
      sql`${quoted(getTableColumns(table)[column] as PgColumn)}`,
      value,
    ]),
    ...brought.map(([property, column]): [SQL, SQL] => {
      const byDefault = defaults[property] ?? defaultOf(column)
      const given = sql`input.${quoted(column)}`
      return [sql`${quoted(column)}`, byDefault ? sql`COALESCE(${given}, ${byDefault})` : given]
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
  const differs = [
    ...settable.map(
      ([, column]) =>
        sql`(input.${quoted(column)} IS NOT NULL AND input.${quoted(column)} IS DISTINCT FROM target.${quoted(column)})`,
    ),
  ]
  const unique = [...Object.keys(fixed), ...key].map(
    (column) => sql`${quoted(getTableColumns(table)[column] as PgColumn)}`,
  )
  const run = statement<{ created: number; updated: number[]; found: number }>(
    `${name}_upsert`,
    sql`WITH input AS MATERIALIZED (${inputRows(table, options)}
      ), matched AS MATERIALIZED (${matchedRows(table, options)}
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
      const { found, ...now } = result as { created: number; updated: number[]; found: number }
      created += now.created
      for (const number of now.updated) updated.add(number)
      // What is neither there nor created was created by somebody else meanwhile: the next statement sees it.
      if (now.created + found === rows.length) return { created, updated, existing: rows.length - created }
    }
    throw new Error(`${name}: rows keep changing`)
  }
}

/** A row that is there, locked, with the number of its input. */
export interface LockedRow extends Description {
  number: number
  id: string
}

/** Makes the statement that locks the rows of a set that are there, in the order of their ids. */
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
        to_json(target.description_generated_at) #>> '{}' AS description_generated_at, target.description_version,
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
