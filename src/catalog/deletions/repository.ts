import { getTableName, type SQL, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '../../db/client.ts'
import {
  catalogKinds,
  type DescribedKind,
  describedKinds,
  kindOf,
  kinds,
  parentColumn,
  partsOf,
} from '../../db/kinds.ts'
import type { DeletionRow } from '../../db/schema.ts'
import { deletions } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'

/** How many tables or objects one transaction looks at, and how many rows of one kind it deletes. */
export const usualLimits = { wholes: 200, parts: 2000 }

type Ids = Record<string, unknown> & { id: string }

const place = sql`organization_id = ${sql.placeholder('organizationId')}::uuid`
const inSource = sql`${place} AND integration_source_id = ${sql.placeholder('sourceId')}::uuid`
const inDatabase = sql`${place} AND database_id = ${sql.placeholder('id')}::uuid`
const given = (name: string) => sql`ANY(${sql.placeholder(name)}::uuid[])`
const parts = sql.placeholder('parts')
const wholes = sql.placeholder('most')

const pick = (name: string, from: SQL) =>
  statement<Ids>(`deletions_pick_${name}`, sql`SELECT id FROM ${from}`)
const remove = (name: string, from: SQL) =>
  statement<{ one: number }>(`deletions_remove_${name}`, sql`DELETE FROM ${from} RETURNING 1 AS one`)

// The order is that of an index, in which what was deleted before is known to be dead.
const pickTables = {
  integration_source: pick(
    'tables_of_source',
    sql`tables WHERE ${inSource} ORDER BY organization_id, integration_source_id, priority, name, id LIMIT ${wholes}`,
  ),
  database: pick(
    'tables_of_database',
    sql`tables WHERE ${inDatabase} ORDER BY organization_id, database_id, priority, name, id LIMIT ${wholes}`,
  ),
}
const pickColumns = pick(
  'columns',
  sql`columns WHERE ${inSource} AND table_id = ${given('wholes')} LIMIT ${parts}`,
)
/** The kinds that are in a source beside databases, with what is in those. */
const besideDatabases = partsOf('integration_source').filter((kind) => kind !== 'database')
const wholesOf = besideDatabases.map((kind) => ({
  kind,
  pick: pick(kind, sql`${kinds[kind].table} WHERE ${inSource} LIMIT ${wholes}`),
  parts: partsOf(kind).map((part) => ({
    part,
    pick: pick(
      part,
      sql`${kinds[part].table} WHERE ${place} AND ${sql.identifier(parentColumn(kind))} = ${given('wholes')} LIMIT ${parts}`,
    ),
  })),
}))
const pickDatabases = pick('databases', sql`databases WHERE ${inSource} LIMIT ${wholes}`)

const some = (name: string, table: string, key: string[], where: SQL, order = sql``) => {
  const columns = sql.raw(key.join(', '))
  const source = sql.identifier(table)
  return remove(
    name,
    sql`${source} WHERE (${columns}) IN (SELECT ${columns} FROM ${source} WHERE ${where} ${order} LIMIT ${parts})`,
  )
}
// A version refers to the one before.
const removeVersions = some(
  'versions',
  'description_versions',
  ['organization_id', 'resource_id', 'version'],
  sql`${place} AND resource_id = ${given('ids')}`,
  sql`ORDER BY resource_id, version DESC`,
)
const removeProposals = some(
  'proposals',
  'description_proposals',
  ['organization_id', 'id'],
  sql`${place} AND resource_id = ${given('ids')}`,
)
const removeRelationshipsFrom = some(
  'relationships_from',
  'relationships',
  ['organization_id', 'id'],
  sql`${place} AND from_column_id = ${given('ids')}`,
)
const removeRelationshipsTo = some(
  'relationships_to',
  'relationships',
  ['organization_id', 'id'],
  sql`${inSource} AND to_table_id = ${given('wholes')}`,
)
/** The rows in a source that have no description: no other rows depend on them. */
const removePlain = catalogKinds
  .filter((kind) => kindOf(kind).parent === 'integration_source' && !kindOf(kind).described)
  .map((kind) => some(kind, getTableName(kinds[kind].table), ['organization_id', 'id'], inSource))
const runDatabaseKey = ['organization_id', 'run_id', 'database_id']
const removeRunsOfDatabase = some(
  'runs_of_database',
  'introspection_run_databases',
  runDatabaseKey,
  inDatabase,
)
const removeRunDatabases = some(
  'run_databases',
  'introspection_run_databases',
  runDatabaseKey,
  sql`${place} AND run_id IN (SELECT run.id FROM introspection_runs AS run WHERE ${inSource})`,
)
const removeRuns = some('runs', 'introspection_runs', ['organization_id', 'id'], inSource)

const removeRows = Object.fromEntries(
  describedKinds.map((kind) => [
    kind,
    remove(`${kind}_by_ids`, sql`${kinds[kind].table} WHERE ${place} AND id = ${given('ids')}`),
  ]),
) as Record<DescribedKind, ReturnType<typeof remove>>

/** Nobody writes below what is locked so, and nobody else cleans it meanwhile. */
const lockTop = {
  integration_source: pick(
    'source',
    sql`integration_sources WHERE ${place} AND id = ${sql.placeholder('id')}::uuid AND deleted_at IS NOT NULL FOR UPDATE SKIP LOCKED`,
  ),
  database: pick(
    'database',
    sql`databases WHERE ${place} AND id = ${sql.placeholder('id')}::uuid AND deleted_at IS NOT NULL FOR UPDATE SKIP LOCKED`,
  ),
}

const actAs = statement(
  'deletions_act_as',
  sql`SELECT set_config('sourcebook.actor', ${sql.placeholder('actor')}, true)`,
)

const idsOf = (rows: readonly Ids[]) => rows.map(({ id }) => id)

/** Deletes the next rows of what is deleted: those that are in nothing else first, and what all was in last. */
async function removeNext(
  transaction: Transaction,
  deletion: DeletionRow,
  limits: typeof usualLimits,
): Promise<void> {
  const { organizationId, integrationSourceId: sourceId, resourceId: id, kind } = deletion
  const values = { organizationId, sourceId, id, parts: limits.parts, most: limits.wholes }
  type Removal = ReturnType<typeof some>
  /** Whether that was all there was to delete. */
  const isGone = async (removal: Removal, more: Record<string, unknown> = {}) =>
    (await removal(transaction, { ...values, ...more })).length < limits.parts
  /** Deletes rows by their ids, and before what may be many of each of them. */
  const removeAll = async (kind: DescribedKind, ids: string[], ...before: Removal[]) => {
    for (const removal of [removeVersions, removeProposals, ...before]) {
      if (!(await isGone(removal, { ids, wholes: ids }))) return
    }
    await removeRows[kind](transaction, { ...values, ids })
  }

  const tables = idsOf(await pickTables[kind](transaction, values))
  if (tables.length > 0) {
    if (!(await isGone(removeRelationshipsTo, { wholes: tables }))) return
    const columns = idsOf(await pickColumns(transaction, { ...values, wholes: tables }))
    if (columns.length > 0) return removeAll('column', columns, removeRelationshipsFrom)
    return removeAll('table', tables)
  }
  if (kind === 'database') {
    if (!(await isGone(removeRunsOfDatabase))) return
    return removeAll('database', [id])
  }
  for (const removal of removePlain) if (!(await isGone(removal))) return
  for (const { kind: whole, pick, parts } of wholesOf) {
    const ids = idsOf(await pick(transaction, values))
    if (ids.length === 0) continue
    for (const { part, pick } of parts) {
      const partIds = idsOf(await pick(transaction, { ...values, wholes: ids }))
      if (partIds.length > 0) return removeAll(part, partIds)
    }
    return removeAll(whole, ids)
  }
  if (!(await isGone(removeRunDatabases)) || !(await isGone(removeRuns))) return
  const databases = idsOf(await pickDatabases(transaction, values))
  if (databases.length > 0) return removeAll('database', databases)
  return removeAll('integration_source', [id])
}

/** The rows of what was deleted, and is not to be seen any more. */
export function createDeletionRepository(db: Executor, limits = usualLimits) {
  return {
    /** What is left to clean, the oldest first. */
    list: (): Promise<DeletionRow[]> => db.select().from(deletions).orderBy(deletions.deletedAt).limit(100),

    /**
     * Deletes some of the rows, in a transaction that is short, whatever there is to delete.
     *
     * @returns whether it did; somebody else may be at it
     */
    removeSome: (deletion: DeletionRow): Promise<boolean> =>
      db.transaction(async (transaction) => {
        const { organizationId, resourceId: id, kind, actor } = deletion
        const top = await lockTop[kind](transaction, { organizationId, id })
        if (top.length === 0) return false
        await actAs(transaction, { actor })
        await removeNext(transaction, deletion, limits)
        return true
      }),
  }
}

/** The rows of what was deleted. */
export type DeletionRepository = ReturnType<typeof createDeletionRepository>
