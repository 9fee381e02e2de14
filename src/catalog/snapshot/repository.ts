import { sql, TransactionRollbackError } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { BodyItem, components } from '../../contract/handlers.ts'
import type { Database, Transaction } from '../../db/client.ts'
import { columns, tables } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import { ProblemError, type ValidationIssue } from '../../http/problems.ts'
import { issueAt } from '../../http/validation-issues.ts'
import { lostPairs, openStage, relate, type SnapshotPlace, type StagedPair, stage } from './foreign-keys.ts'
import { type TableRows, tableRows } from './rows.ts'
import {
  createSetUpsert,
  existingRows,
  inputRows,
  type SetCounts,
  type SetUpsertOptions,
} from './set-upsert.ts'

type TableSnapshot = components['schemas']['TableSnapshot']
type Result = components['schemas']['SnapshotResult']

const maximumProblems = 1000
/** How much waits to be written: enough that a statement costs little for a row, little enough to be held. */
const batchLimits = { tables: 500, columns: 2000, characters: 2 ** 20 }
const attempts = 5

const uuid = (name: string) => sql`${sql.placeholder(name)}::uuid`
const place = { organizationId: uuid('organizationId'), integrationSourceId: uuid('sourceId') }
const ofTables: SetUpsertOptions = {
  fixed: { ...place, databaseId: uuid('databaseId') },
  key: ['schemaName', 'name'],
  defaults: { tableType: sql`'TABLE'` },
}
const ofColumns: SetUpsertOptions = {
  fixed: { ...place, tableId: sql`(${sql.placeholder('tableIds')}::uuid[])[input.parent]` },
  key: ['name'],
}

const upsertTables = createSetUpsert(tables, ofTables)
const upsertColumns = createSetUpsert(columns, ofColumns)
const lockDatabase = statement<{ id: string }>(
  'snapshot_database',
  sql`SELECT id FROM databases WHERE organization_id = ${uuid('organizationId')}
    AND integration_source_id = ${uuid('sourceId')} AND id = ${uuid('databaseId')} FOR NO KEY UPDATE`,
)
/** Locks the tables, too: one that is deleted now would take the ground from under its columns. */
const lockTables = statement<{ number: number; id: string }>(
  'snapshot_tables',
  sql`WITH input AS MATERIALIZED (${inputRows(tables, ofTables)}),
      existing AS MATERIALIZED (${existingRows(tables, ofTables)})
    SELECT existing.number, target.id FROM existing
    JOIN tables AS target ON target.organization_id = ${uuid('organizationId')} AND target.id = existing.id
    ORDER BY target.id FOR NO KEY UPDATE OF target`,
)

/** What waits to be written. Rows are JSON text: it is what the statements take, and what tells their size. */
const newBatch = () => ({
  keys: new Set<string>(),
  tables: [] as string[],
  columns: [] as string[],
  pairs: [] as (Omit<StagedPair, 'from_table_id'> & { parent: number })[],
  characters: 0,
})
type Batch = ReturnType<typeof newBatch>

const keyOf = ({ table }: TableRows) => JSON.stringify([table.schema_name, table.name])

function addTo(batch: Batch, line: number, rows: TableRows): void {
  const parent = batch.tables.length + 1
  const textOf = (row: object) => {
    const text = JSON.stringify(row)
    batch.characters += text.length
    return text
  }
  batch.keys.add(keyOf(rows))
  batch.tables.push(textOf({ ...rows.table, number: parent }))
  for (const column of rows.columns) {
    batch.columns.push(textOf({ ...column, number: batch.columns.length + 1, parent }))
  }
  for (const pair of rows.foreignKeys) {
    batch.pairs.push({
      id: v7(),
      line,
      path: JSON.stringify(pair.path),
      parent,
      column_name: pair.columnName,
      to_schema_name: pair.toSchemaName,
      to_table_name: pair.toTableName,
      to_column_name: pair.toColumnName,
    })
  }
}

const isFull = ({ tables, columns, characters }: Batch) =>
  tables.length >= batchLimits.tables ||
  columns.length >= batchLimits.columns ||
  characters >= batchLimits.characters

const addCounts = (total: SetCounts, more: SetCounts) => {
  total.created += more.created
  total.updated += more.updated
  total.unchanged += more.unchanged
}

const lostDetails = {
  column: (name: string) => `The table has no column '${name}'`,
  table: (name: string) => `The database has no table '${name}'`,
  target: (name: string) => `The table it points to has no column '${name}'`,
}

/** In whose name a snapshot is written. */
export interface Writing {
  /** The layer of descriptions that name none. */
  writer: string
  by: string
  now: Date
}

/** One snapshot while it is written. */
function createWriter(
  transaction: Transaction,
  at: SnapshotPlace,
  { writer, by, now }: Writing,
  result: Result,
) {
  const values = { ...at, writer, by, now: now.toISOString() }
  let isStageOpen = false

  const writeTables = async (rows: string[]): Promise<string[]> => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const counts = await upsertTables(transaction, rows, values)
      const found = await lockTables(transaction, { ...at, rows: `[${rows.join()}]` })
      if (found.length === rows.length) {
        addCounts(result.tables, counts)
        return found.sort((one, other) => one.number - other.number).map(({ id }) => id)
      }
    }
    throw new Error('snapshot: tables keep being deleted')
  }

  return {
    async write(batch: Batch): Promise<void> {
      if (batch.tables.length === 0) return
      const tableIds = await writeTables(batch.tables)
      if (batch.columns.length > 0) {
        addCounts(result.columns, await upsertColumns(transaction, batch.columns, { ...values, tableIds }))
      }
      if (batch.pairs.length === 0) return
      if (!isStageOpen) await openStage(transaction)
      isStageOpen = true
      await stage(
        transaction,
        batch.pairs.map(({ parent, ...pair }) => ({
          ...pair,
          from_table_id: tableIds[parent - 1] as string,
        })),
      )
    },

    async finish(): Promise<void> {
      if (!isStageOpen) return
      addCounts(result.relationships, await relate(transaction, at, { by, now }))
      const { pairs, count } = await lostPairs(transaction, at, maximumProblems - result.problems.length)
      result.failed += count
      for (const { line, path, missing, name } of pairs) {
        const issue = issueAt('body', JSON.parse(path), lostDetails[missing](name), 'value_error')
        result.problems.push({ line, detail: `${issue.loc.join('/')}: ${issue.msg}`, errors: [issue] })
      }
    },
  }
}

/** Reads lines into batches; a batch is written while the next one is read. */
async function writeItems(
  items: AsyncIterable<BodyItem<TableSnapshot>>,
  write: (batch: Batch) => Promise<void>,
  result: Result,
): Promise<void> {
  let batch = newBatch()
  let writing: Promise<void> = Promise.resolve()
  const flush = async () => {
    await writing
    writing = write(batch)
    // It is awaited before the next one; until then a failure must not count as one that nobody sees.
    writing.catch(() => undefined)
    batch = newBatch()
  }
  const fail = (line: number, detail: string, errors: ValidationIssue[]) => {
    result.failed += 1
    if (result.problems.length < maximumProblems) result.problems.push({ line, detail, errors })
  }
  try {
    for await (const read of items) {
      result.lines += 1
      if (!('item' in read)) {
        fail(read.line, read.detail, read.errors)
        continue
      }
      let rows: TableRows
      try {
        rows = tableRows(read.item)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        const { detail, errors } = error.result.problem
        fail(read.line, String(detail), errors as ValidationIssue[])
        continue
      }
      if (isFull(batch) || batch.keys.has(keyOf(rows))) await flush()
      addTo(batch, read.line, rows)
    }
    await flush()
  } finally {
    await writing
  }
}

/** Writes snapshots of databases. */
export function createSnapshotRepository(database: Database) {
  return {
    /**
     * Creates or updates tables, columns and relationships of a database in one transaction; two snapshots of one
     * database wait for each other.
     *
     * @returns undefined when there is no such database
     */
    async write(
      at: SnapshotPlace,
      items: AsyncIterable<BodyItem<TableSnapshot>>,
      { isDryRun, ...writing }: { isDryRun: boolean } & Writing,
    ): Promise<Result | undefined> {
      const none = () => ({ created: 0, updated: 0, unchanged: 0 })
      const result: Result = {
        dry_run: isDryRun,
        lines: 0,
        failed: 0,
        tables: none(),
        columns: none(),
        relationships: none(),
        problems: [],
      }
      try {
        return await database.transaction(async (transaction) => {
          const [found] = await lockDatabase(transaction, { ...at })
          if (!found) return undefined
          const { write, finish } = createWriter(transaction, at, writing, result)
          await writeItems(items, write, result)
          await finish()
          if (isDryRun) transaction.rollback()
          return result
        })
      } catch (error) {
        if (error instanceof TransactionRollbackError) return result
        throw error
      }
    },
  }
}

/** The snapshots of databases, as they are written. */
export type SnapshotRepository = ReturnType<typeof createSnapshotRepository>
