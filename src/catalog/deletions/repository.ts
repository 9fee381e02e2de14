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

/**
 * How much one transaction handles: `parents` is the number of tables or SaaS objects, `rows` the number of
 * rows of one kind.
 */
export const usualLimits = { parents: 200, rows: 2000 }

type Ids = Record<string, unknown> & { id: string }

const inOrganization = sql`organization_id = ${sql.placeholder('organizationId')}::uuid`
const inSource = sql`${inOrganization} AND integration_source_id = ${sql.placeholder('sourceId')}::uuid`
const inDatabase = sql`${inOrganization} AND database_id = ${sql.placeholder('id')}::uuid`
const anyOf = (name: string) => sql`ANY(${sql.placeholder(name)}::uuid[])`
const maximumRows = sql.placeholder('maximumRows')
const maximumParents = sql.placeholder('maximumParents')

const pick = (name: string, from: SQL) =>
  statement<Ids>(`deletions_pick_${name}`, sql`SELECT id FROM ${from}`)
const remove = (name: string, from: SQL) =>
  statement<{ one: number }>(`deletions_remove_${name}`, sql`DELETE FROM ${from} RETURNING 1 AS one`)

// Sorted by an index, whose scan skips the entries that earlier deletions left dead.
const pickTables = {
  integration_source: pick(
    'tables_of_source',
    sql`tables WHERE ${inSource}
      ORDER BY organization_id, integration_source_id, priority, name, id LIMIT ${maximumParents}`,
  ),
  database: pick(
    'tables_of_database',
    sql`tables WHERE ${inDatabase}
      ORDER BY organization_id, database_id, priority, name, id LIMIT ${maximumParents}`,
  ),
}
const pickColumns = pick(
  'columns',
  sql`columns WHERE ${inSource} AND table_id = ${anyOf('parentIds')} LIMIT ${maximumRows}`,
)
/** The described kinds in a source other than databases, with their child kinds. */
const otherParents = partsOf('integration_source')
  .filter((kind) => kind !== 'database')
  .map((kind) => ({
    kind,
    pick: pick(kind, sql`${kinds[kind].table} WHERE ${inSource} LIMIT ${maximumParents}`),
    children: partsOf(kind).map((child) => ({
      child,
      pick: pick(
        child,
        sql`${kinds[child].table}
          WHERE ${inOrganization} AND ${sql.identifier(parentColumn(kind))} = ${anyOf('parentIds')}
          LIMIT ${maximumRows}`,
      ),
    })),
  }))
const pickDatabases = pick('databases', sql`databases WHERE ${inSource} LIMIT ${maximumParents}`)

/** Deletes up to `maximumRows` rows on a condition. */
const removeSome = (name: string, table: string, key: string[], where: SQL, order = sql``) => {
  const columns = sql.raw(key.join(', '))
  const source = sql.identifier(table)
  return remove(
    name,
    sql`${source} WHERE (${columns}) IN (
      SELECT ${columns} FROM ${source} WHERE ${where} ${order} LIMIT ${maximumRows})`,
  )
}
// Newest first, as each version references the one before.
const removeVersions = removeSome(
  'versions',
  'description_versions',
  ['organization_id', 'resource_id', 'version'],
  sql`${inOrganization} AND resource_id = ${anyOf('ids')}`,
  sql`ORDER BY resource_id, version DESC`,
)
const removeProposals = removeSome(
  'proposals',
  'description_proposals',
  ['organization_id', 'id'],
  sql`${inOrganization} AND resource_id = ${anyOf('ids')}`,
)
const removeRelationshipsFrom = removeSome(
  'relationships_from',
  'relationships',
  ['organization_id', 'id'],
  sql`${inOrganization} AND from_column_id = ${anyOf('ids')}`,
)
const removeRelationshipsTo = removeSome(
  'relationships_to',
  'relationships',
  ['organization_id', 'id'],
  sql`${inSource} AND to_table_id = ${anyOf('parentIds')}`,
)
/** Deletes the resources in a source that have no descriptions. No other rows depend on them. */
const removeUndescribed = catalogKinds
  .filter((kind) => kindOf(kind).parent === 'integration_source' && !kindOf(kind).described)
  .map((kind) => removeSome(kind, getTableName(kinds[kind].table), ['organization_id', 'id'], inSource))
const runDatabaseKey = ['organization_id', 'run_id', 'database_id']
const removeRunsOfDatabase = removeSome(
  'runs_of_database',
  'introspection_run_databases',
  runDatabaseKey,
  inDatabase,
)
const removeRunDatabases = removeSome(
  'run_databases',
  'introspection_run_databases',
  runDatabaseKey,
  sql`${inOrganization} AND run_id IN (SELECT run.id FROM introspection_runs AS run WHERE ${inSource})`,
)
const removeRuns = removeSome('runs', 'introspection_runs', ['organization_id', 'id'], inSource)

const removeRows = Object.fromEntries(
  describedKinds.map((kind) => [
    kind,
    remove(`${kind}_by_ids`, sql`${kinds[kind].table} WHERE ${inOrganization} AND id = ${anyOf('ids')}`),
  ]),
) as Record<DescribedKind, ReturnType<typeof remove>>

/**
 * Locks the deleted resource, so that no other transaction writes descendants of it or cleans it at the same
 * time.
 */
const lockDeleted = {
  integration_source: pick(
    'source',
    sql`integration_sources
      WHERE ${inOrganization} AND id = ${sql.placeholder('id')}::uuid AND deleted_at IS NOT NULL
      FOR UPDATE SKIP LOCKED`,
  ),
  database: pick(
    'database',
    sql`databases
      WHERE ${inOrganization} AND id = ${sql.placeholder('id')}::uuid AND deleted_at IS NOT NULL
      FOR UPDATE SKIP LOCKED`,
  ),
}

const setActor = statement(
  'deletions_act_as',
  sql`SELECT set_config('sourcebook.actor', ${sql.placeholder('actor')}, true)`,
)

const idsOf = (rows: readonly Ids[]) => rows.map(({ id }) => id)

/** Deletes the next rows of a deletion: leaves first, the deleted resource itself last. */
async function removeNext(
  transaction: Transaction,
  deletion: DeletionRow,
  limits: typeof usualLimits,
): Promise<void> {
  const { organizationId, integrationSourceId: sourceId, resourceId: id, kind } = deletion
  const values = {
    organizationId,
    sourceId,
    id,
    maximumRows: limits.rows,
    maximumParents: limits.parents,
  }
  type Removal = ReturnType<typeof removeSome>
  /** Deletes some rows; returns whether none are left. */
  const removeLast = async (removal: Removal, more: Record<string, unknown> = {}) =>
    (await removal(transaction, { ...values, ...more })).length < limits.rows
  /** Deletes rows by their ids, after the rows that depend on them and may be many for each. */
  const removeAll = async (kind: DescribedKind, ids: string[], ...dependents: Removal[]) => {
    for (const removal of [removeVersions, removeProposals, ...dependents]) {
      if (!(await removeLast(removal, { ids, parentIds: ids }))) return
    }
    await removeRows[kind](transaction, { ...values, ids })
  }

  const tables = idsOf(await pickTables[kind](transaction, values))
  if (tables.length > 0) {
    if (!(await removeLast(removeRelationshipsTo, { parentIds: tables }))) return
    const columns = idsOf(await pickColumns(transaction, { ...values, parentIds: tables }))
    if (columns.length > 0) return removeAll('column', columns, removeRelationshipsFrom)
    return removeAll('table', tables)
  }
  if (kind === 'database') {
    if (!(await removeLast(removeRunsOfDatabase))) return
    return removeAll('database', [id])
  }
  for (const removal of removeUndescribed) if (!(await removeLast(removal))) return
  for (const { kind: parent, pick, children } of otherParents) {
    const ids = idsOf(await pick(transaction, values))
    if (ids.length === 0) continue
    for (const { child, pick } of children) {
      const childIds = idsOf(await pick(transaction, { ...values, parentIds: ids }))
      if (childIds.length > 0) return removeAll(child, childIds)
    }
    return removeAll(parent, ids)
  }
  if (!(await removeLast(removeRunDatabases)) || !(await removeLast(removeRuns))) return
  const databases = idsOf(await pickDatabases(transaction, values))
  if (databases.length > 0) return removeAll('database', databases)
  return removeAll('integration_source', [id])
}

/** Removes the rows of deleted sources and databases, which are not visible any more. */
export function createDeletionRepository(db: Executor, limits = usualLimits) {
  return {
    /** The deletions with remaining rows, oldest first, up to 100. */
    list: (): Promise<DeletionRow[]> => db.select().from(deletions).orderBy(deletions.deletedAt).limit(100),

    /**
     * Deletes some of the rows in one short transaction.
     *
     * @returns false when another process is deleting them
     */
    removeSome: (deletion: DeletionRow): Promise<boolean> =>
      db.transaction(async (transaction) => {
        const { organizationId, resourceId: id, kind, actor } = deletion
        const locked = await lockDeleted[kind](transaction, { organizationId, id })
        if (locked.length === 0) return false
        await setActor(transaction, { actor })
        await removeNext(transaction, deletion, limits)
        return true
      }),
  }
}

export type DeletionRepository = ReturnType<typeof createDeletionRepository>
