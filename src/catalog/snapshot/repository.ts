import { sql, TransactionRollbackError } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { BodyItem, components } from '../../contract/handlers.ts'
import { type ExpectedVersions, isExpected, type Version } from '../../db/change-row.ts'
import type { Executor, Transaction } from '../../db/client.ts'
import { columns, type DescriptionSource, tables } from '../../db/schema.ts'
import { createStatisticsKeeper } from '../../db/source-statistics.ts'
import { statement } from '../../db/statement.ts'
import type { LayerWrite } from '../../descriptions/description.ts'
import { writeDescriptions } from '../../descriptions/repository.ts'
import { InvalidInputError, issueAt, issueDetail, type ValidationIssue } from '../../values/invalid-input.ts'
import { knownTime } from '../../values/read-time.ts'
import {
  lostPairs,
  openStage,
  relate,
  resolve,
  type SnapshotTarget,
  type StagedPair,
  stage,
} from './foreign-keys.ts'
import { lockDatabase } from './lock-database.ts'
import { type TableRows, tableRows } from './rows.ts'
import {
  createRowLock,
  createSetUpsert,
  type LockedRow,
  type SetCounts,
  type SetUpsertOptions,
  type UpsertOutcome,
} from './set-upsert.ts'

type TableSnapshot = components['schemas']['TableSnapshot']
type Result = components['schemas']['SnapshotResult']

const maximumProblems = 1000
/** The limits of a batch: large enough that a statement costs little per row, small enough for memory. */
const batchLimits = { tables: 500, columns: 2000, characters: 2 ** 20 }
const attempts = 5

const uuid = (name: string) => sql`${sql.placeholder(name)}::uuid`
const source = { organizationId: uuid('organizationId'), integrationSourceId: uuid('sourceId') }
const tableOptions: SetUpsertOptions = {
  fixed: { ...source, databaseId: uuid('databaseId') },
  key: ['schemaName', 'name'],
  defaults: { tableType: sql`'TABLE'` },
}
const columnOptions: SetUpsertOptions = {
  fixed: { ...source, tableId: sql`(${sql.placeholder('tableIds')}::uuid[])[input.parent]` },
  key: ['name'],
}

const upsertTables = createSetUpsert(tables, tableOptions)
const upsertColumns = createSetUpsert(columns, columnOptions)
/**
 * Changes the version of the database, so that only one of two snapshots with the same If-Match is written.
 */
const raiseRevision = statement<{ id: string; revision: number }>(
  'snapshot_revision',
  sql`UPDATE databases SET revision = revision + 1
    WHERE organization_id = ${uuid('organizationId')} AND id = ${uuid('databaseId')} RETURNING id, revision`,
)
/** Also keeps the tables from being deleted before their columns are written. */
const lockTables = createRowLock(tables, tableOptions)
const lockColumns = createRowLock(columns, columnOptions)

/**
 * Rows that are not written yet. They are JSON text, which the statements take, and whose length bounds the
 * batch.
 */
const newBatch = () => ({
  keys: new Set<string>(),
  tables: [] as string[],
  columns: [] as string[],
  described: { tables: [] as DescribedInput[], columns: [] as DescribedInput[] },
  pairs: [] as (Omit<StagedPair, 'from_table_id'> & { parent: number })[],
  characters: 0,
})
type Batch = ReturnType<typeof newBatch>

/** A row with a description. */
interface DescribedInput {
  number: number
  /** The row as JSON. */
  text: string
  row: Record<string, unknown>
}

/** The description of a row as a write to its layer. */
function layerOf(row: Record<string, unknown>, writer: DescriptionSource): LayerWrite {
  const { description, description_source: source, description_generated_at: time } = row
  return {
    descriptionSource: (source ?? writer) as DescriptionSource,
    description: String(description),
    ...(typeof time === 'string' && { descriptionGeneratedAt: knownTime(time) }),
  }
}

const keyOf = ({ table }: TableRows) => JSON.stringify([table.schema_name, table.name])

function addTo(batch: Batch, line: number, rows: TableRows): void {
  const parent = batch.tables.length + 1
  const textOf = (row: object) => {
    const text = JSON.stringify(row)
    batch.characters += text.length
    return text
  }
  batch.keys.add(keyOf(rows))
  const add = (kind: 'tables' | 'columns', row: Record<string, unknown>) => {
    const text = textOf({ ...row, number: batch[kind].length + 1, parent })
    batch[kind].push(text)
    if (typeof row.description === 'string')
      batch.described[kind].push({ number: batch[kind].length, text, row })
  }
  add('tables', rows.table)
  for (const column of rows.columns) add('columns', column)
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
  target: (name: string) => `The referenced table has no column '${name}'`,
}

/** The author and time of a snapshot. */
export interface Writing {
  /** The layer for descriptions without a `description_source`. */
  writer: DescriptionSource
  by: string
  now: Date
}

/** The outcome of a snapshot. The version is that of the database. */
export type SnapshotOutcome =
  | { outcome: 'missing' }
  | { outcome: 'stale' }
  | { outcome: 'written'; result: Result; version: Version }

/** Functions that run in the transaction of a snapshot. */
export interface SnapshotObserver {
  /** Called before the first batch. */
  open(): Promise<void>
  /**
   * Called after each batch, with the ids of its tables and its columns as JSON with the number of their
   * table, from 1.
   */
  saw(tableIds: readonly string[], columns: readonly string[]): Promise<void>
  /** Called after everything was written. */
  close(): Promise<void>
}

/** Creates the writer of one snapshot. */
function createWriter(
  transaction: Transaction,
  target: SnapshotTarget,
  { writer, by, now }: Writing,
  result: Result,
  observer: SnapshotObserver | undefined,
) {
  const values = { ...target, writer, by, now: now.toISOString() }
  const updateStatistics = createStatisticsKeeper(transaction, target.sourceId)
  let isStageOpen = false
  let written = 0

  /** Writes the descriptions of rows that existed before to their layers, and updates the counts. */
  const describe = async (
    kind: 'table' | 'column',
    { created, updated, existing }: UpsertOutcome,
    inputs: readonly DescribedInput[],
    locked: readonly LockedRow[],
  ): Promise<void> => {
    const rowOf = new Map(locked.map((row) => [row.number, row]))
    const writes = inputs.flatMap(({ number, row }) => {
      const current = rowOf.get(number)
      // A trigger has already written the layer of a row that was created here.
      if (!current || current.id === row.id) return []
      const resource = { kind, id: current.id, integrationSourceId: target.sourceId, description: current }
      return [{ number, ...layerOf(row, writer), resource }]
    })
    if (writes.length > 0) {
      const options = { organizationId: target.organizationId, by, now }
      const outcomes = await writeDescriptions(transaction, writes, options)
      for (const [index, { isChanged, shadowedBy }] of outcomes.entries()) {
        if (isChanged) updated.add(writes[index]?.number as number)
        if (shadowedBy) result.shadowed_descriptions += 1
      }
    }
    const counts = result[`${kind}s`]
    counts.created += created
    counts.updated += updated.size
    counts.unchanged += existing - updated.size
  }

  const writeTables = async ({ tables: rows, described }: Batch): Promise<string[]> => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const outcome = await upsertTables(transaction, rows, values)
      const locked = await lockTables(transaction, rows, values)
      if (locked.length === rows.length) {
        await describe('table', outcome, described.tables, locked)
        return locked.sort((one, other) => one.number - other.number).map(({ id }) => id)
      }
    }
    throw new Error('snapshot: tables keep being deleted')
  }

  const writeColumns = async ({ columns: rows, described }: Batch, tableIds: string[]): Promise<void> => {
    const inTables = { ...values, tableIds }
    const outcome = await upsertColumns(transaction, rows, inTables)
    const texts = described.columns.map(({ text }) => text)
    // If all columns are new, they need no lock, and triggers have written their layers.
    const locked =
      outcome.existing > 0 && texts.length > 0 ? await lockColumns(transaction, texts, inTables) : []
    await describe('column', outcome, described.columns, locked)
  }

  return {
    async write(batch: Batch): Promise<void> {
      if (batch.tables.length === 0) return
      const tableIds = await writeTables(batch)
      if (batch.columns.length > 0) await writeColumns(batch, tableIds)
      written += batch.tables.length + batch.columns.length
      await updateStatistics(written)
      await observer?.saw(tableIds, batch.columns)
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
      await resolve(transaction, target)
      addCounts(result.relationships, await relate(transaction, target, { by, now }))
      const { pairs, count } = await lostPairs(transaction, maximumProblems - result.problems.length)
      result.failed += count
      for (const { line, path, missing, name } of pairs) {
        const issue = issueAt('body', JSON.parse(path), lostDetails[missing](name), 'value_error')
        result.problems.push({ line, detail: issueDetail(issue), errors: [issue] })
      }
    },
  }
}

/** Reads lines into batches, and writes each batch while the next one is read. */
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
    // The promise is awaited later; until then its rejection must not count as unhandled.
    writing.catch(() => undefined)
    batch = newBatch()
  }
  const fail = (line: number, detail: string, errors: ValidationIssue[]) => {
    result.failed += 1
    if (result.problems.length < maximumProblems) result.problems.push({ line, detail, errors })
  }
  try {
    for await (const bodyItem of items) {
      result.lines += 1
      const { line } = bodyItem
      if (!('item' in bodyItem)) {
        fail(line, bodyItem.detail, bodyItem.errors)
        continue
      }
      let rows: TableRows
      try {
        rows = tableRows(bodyItem.item)
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error
        fail(line, error.message, error.errors)
        continue
      }
      if (isFull(batch) || batch.keys.has(keyOf(rows))) await flush()
      addTo(batch, line, rows)
    }
    await flush()
  } finally {
    await writing
  }
}

const hasChanged = ({ tables, columns, relationships }: Result) =>
  [tables, columns, relationships].some(({ created, updated }) => created + updated > 0)

/** Writes snapshots of databases. */
export function createSnapshotRepository(db: Executor) {
  return {
    /**
     * Creates or updates tables, columns and relationships of a database in one transaction. Concurrent
     * snapshots of the same database wait for each other.
     */
    async write(
      target: SnapshotTarget,
      items: AsyncIterable<BodyItem<TableSnapshot>>,
      {
        isDryRun,
        expected,
        observe,
        ...writing
      }: {
        isDryRun: boolean
        expected?: ExpectedVersions
        observe?: (transaction: Transaction) => SnapshotObserver
      } & Writing,
    ): Promise<SnapshotOutcome> {
      const zeros = () => ({ created: 0, updated: 0, unchanged: 0 })
      const result: Result = {
        dry_run: isDryRun,
        lines: 0,
        failed: 0,
        tables: zeros(),
        columns: zeros(),
        relationships: zeros(),
        shadowed_descriptions: 0,
        problems: [],
      }
      let version: Version | undefined
      try {
        return await db.transaction(async (transaction): Promise<SnapshotOutcome> => {
          // Otherwise a plan that was made while a table was small would go on reading the whole table.
          await transaction.execute(sql`SET LOCAL enable_seqscan = off`)
          const [database] = await lockDatabase(transaction, { ...target })
          if (!database) return { outcome: 'missing' }
          if (!isExpected(expected, database)) return { outcome: 'stale' }
          version = database
          const observer = observe?.(transaction)
          await observer?.open()
          const { write, finish } = createWriter(transaction, target, writing, result, observer)
          await writeItems(items, write, result)
          await finish()
          await observer?.close()
          if (isDryRun) transaction.rollback()
          if (!hasChanged(result)) return { outcome: 'written', result, version: database }
          const [raised] = (await raiseRevision(transaction, { ...target })) as [Version]
          return { outcome: 'written', result, version: raised }
        })
      } catch (error) {
        if (version && error instanceof TransactionRollbackError)
          return { outcome: 'written', result, version }
        throw error
      }
    },
  }
}

export type SnapshotRepository = ReturnType<typeof createSnapshotRepository>
