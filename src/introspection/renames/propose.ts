import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { SnapshotTarget } from '../../catalog/snapshot/foreign-keys.ts'
import { lockDatabase } from '../../catalog/snapshot/lock-database.ts'
import type { Database, Transaction } from '../../db/client.ts'
import type { ListedKind } from '../../db/schema.ts'
import {
  type CandidateColumn,
  type CandidateTable,
  type ChangedTable,
  isInTime,
  readCandidates,
} from './candidates.ts'
import { bestPairs, type ScoredPair, scoreAllTables } from './match.ts'
import { orderOf, scoreColumns } from './score.ts'

/** A proposal to write; its members are named like the columns of the table. */
interface Proposed extends Record<string, unknown> {
  id: string
  kind: ListedKind
  gone_id: string
  came_id: string
}

/** The key of a rejected pair. It has the name of the new resource, whose id may change. */
const rejectionOf = (goneId: string, ...name: (string | null)[]) => JSON.stringify([goneId, ...name])

async function readRejections(transaction: Transaction, target: SnapshotTarget): Promise<Set<string>> {
  const rows = (await transaction.execute(sql`
    SELECT kind, gone_id, came_schema_name, came_table_name, came_column_name FROM rename_proposals
    WHERE organization_id = ${target.organizationId} AND integration_source_id = ${target.sourceId}
      AND database_id = ${target.databaseId} AND status = 'REJECTED'`)) as unknown as Record<string, string>[]
  return new Set(
    rows.map((row) =>
      row.kind === 'table'
        ? rejectionOf(String(row.gone_id), row.came_schema_name ?? null, String(row.came_table_name))
        : rejectionOf(String(row.gone_id), String(row.came_column_name)),
    ),
  )
}

type Timed = Pick<CandidateColumn, 'id' | 'createdAt' | 'missingSince'>

const scoreOf = ({ score, evidence, reasons }: ScoredPair<{ id: string }>) => ({ score, evidence, reasons })

/** The factor for a pair whose new resource appeared later than in the run that first missed the other. */
const laterFactor = 0.9

const withTime = <Pair extends ScoredPair<Timed>>(pair: Pair): Pair =>
  pair.came.createdAt === pair.gone.missingSince
    ? pair
    : { ...pair, score: Math.round(pair.score * laterFactor * 1000) / 1000 }

async function tablePairs(
  { gone, came }: { gone: CandidateTable[]; came: CandidateTable[] },
  rejections: ReadonlySet<string>,
): Promise<Proposed[]> {
  const isPossible = (one: CandidateTable, other: CandidateTable) =>
    isInTime(one, other) && !rejections.has(rejectionOf(one.id, other.schemaName, other.name))
  const scoredPairs = await scoreAllTables(gone, came, isPossible)
  const pairs = bestPairs(scoredPairs.map(withTime))
  return pairs.map((pair) => ({
    id: v7(),
    kind: 'table' as const,
    gone_id: pair.gone.id,
    gone_schema_name: pair.gone.schemaName,
    gone_table_name: pair.gone.name,
    came_id: pair.came.id,
    came_schema_name: pair.came.schemaName,
    came_table_name: pair.came.name,
    ...scoreOf(pair),
  }))
}

/** How many new columns are compared with each gone one: those nearest to its position. */
const comparedWithEach = 50

function nearest(gone: CandidateColumn, came: readonly CandidateColumn[]): readonly CandidateColumn[] {
  if (came.length <= comparedWithEach) return came
  const distance = ({ ordinalPosition }: CandidateColumn) =>
    Math.abs((ordinalPosition ?? Number.MAX_SAFE_INTEGER) - (gone.ordinalPosition ?? 0))
  return came.toSorted((one, other) => distance(one) - distance(other)).slice(0, comparedWithEach)
}

async function columnPairs(
  { schemaName, name, columns }: ChangedTable,
  rejections: ReadonlySet<string>,
): Promise<Proposed[]> {
  const present = columns.filter(({ missingSince }) => missingSince === null)
  const now = orderOf(present)
  const pairs: ScoredPair<CandidateColumn>[] = []
  for (const gone of columns) {
    const { missingSince } = gone
    if (missingSince === null) continue
    await yieldToEventLoop()
    // The first run that lists the table without the column records it as missing.
    const lastSeenAt = missingSince - 1
    const before = orderOf([...present.filter(({ createdAt }) => createdAt < missingSince), gone])
    const came = present.filter((column) => isInTime({ lastSeenAt, missingSince }, column))
    for (const column of nearest(gone, came)) {
      if (rejections.has(rejectionOf(gone.id, column.name))) continue
      const score = scoreColumns(gone, column, before, now)
      if (score) pairs.push({ gone, came: column, ...score })
    }
  }
  const inTable = {
    gone_schema_name: schemaName,
    gone_table_name: name,
    came_schema_name: schemaName,
    came_table_name: name,
  }
  return bestPairs(pairs.map(withTime)).map((pair) => ({
    ...inTable,
    id: v7(),
    kind: 'column' as const,
    gone_id: pair.gone.id,
    gone_column_name: pair.gone.name,
    came_id: pair.came.id,
    came_column_name: pair.came.name,
    ...scoreOf(pair),
  }))
}

/**
 * Writes proposals, and deletes open ones that no longer hold, e.g. since the source has the resource again.
 * A proposal that exists already keeps its id.
 */
async function write(
  transaction: Transaction,
  target: SnapshotTarget,
  pairs: readonly Proposed[],
  { by, now }: { by: string; now: Date },
): Promise<number> {
  const time = sql`${now.toISOString()}::timestamptz`
  const { organizationId, sourceId, databaseId } = target
  const inDatabase = (alias: string) => sql`${sql.raw(alias)}.organization_id = ${organizationId}
    AND ${sql.raw(alias)}.integration_source_id = ${sourceId}
    AND ${sql.raw(alias)}.database_id = ${databaseId}`
  const input = sql`json_populate_recordset(NULL::rename_proposals, ${JSON.stringify(pairs)}::json) AS input`
  await transaction.execute(sql`SELECT set_config('sourcebook.actor', ${by}, true)`)
  // The locks keep the new resources from being deleted until the commit.
  for (const table of ['tables', 'columns'] as const) {
    await transaction.execute(sql`SELECT id FROM ${sql.identifier(table)} AS came
      WHERE came.organization_id = ${organizationId} AND came.id IN (SELECT input.came_id FROM ${input})
      ORDER BY came.id FOR KEY SHARE`)
  }
  // The pairs that still hold: the old resource is missing, the new one exists, and no one rejected it.
  const possible = sql`SELECT input.* FROM ${input}
    JOIN missing_resources AS missing ON ${inDatabase('missing')} AND missing.resource_id = input.gone_id
    WHERE (
      EXISTS (SELECT FROM tables AS came
        WHERE came.organization_id = ${organizationId} AND came.id = input.came_id)
      OR EXISTS (SELECT FROM columns AS came
        WHERE came.organization_id = ${organizationId} AND came.id = input.came_id))
      AND NOT EXISTS (SELECT FROM missing_resources AS other
        WHERE other.organization_id = ${organizationId} AND other.resource_id = input.came_id)
      AND NOT EXISTS (SELECT FROM rename_proposals AS rejected
        WHERE ${inDatabase('rejected')} AND rejected.status = 'REJECTED' AND rejected.gone_id = input.gone_id
          AND rejected.came_column_name IS NOT DISTINCT FROM input.came_column_name
          AND (input.kind = 'column' OR (rejected.came_schema_name, rejected.came_table_name)
            IS NOT DISTINCT FROM (input.came_schema_name, input.came_table_name)))`
  await transaction.execute(sql`DELETE FROM rename_proposals AS known
    WHERE ${inDatabase('known')} AND known.status = 'SUGGESTED' AND NOT EXISTS (
      SELECT FROM (${possible}) AS pair WHERE pair.gone_id = known.gone_id AND pair.came_id = known.came_id)`)
  const names = ['gone', 'came'].flatMap((end) =>
    ['schema', 'table', 'column'].map((part) => sql.raw(`${end}_${part}_name`)),
  )
  const updated = [...names, sql.raw('score'), sql.raw('evidence'), sql.raw('reasons')]
  const listOf = (parts: ReturnType<typeof sql>[]) => sql.join(parts, sql`, `)
  const valuesOf = (alias: string) => listOf(updated.map((name) => sql`${sql.raw(alias)}.${name}`))
  await transaction.execute(sql`UPDATE rename_proposals AS known SET
      ${listOf(updated.map((name) => sql`${name} = pair.${name}`))},
      revision = known.revision + 1, updated_at = ${time}, changed_by = ${by}
    FROM (${possible}) AS pair
    WHERE ${inDatabase('known')} AND known.status = 'SUGGESTED'
      AND known.gone_id = pair.gone_id AND known.came_id = pair.came_id
      AND (${valuesOf('known')}) IS DISTINCT FROM (${valuesOf('pair')})`)
  const inserted = await transaction.execute(sql`
    INSERT INTO rename_proposals (
      organization_id, id, integration_source_id, database_id, kind, gone_id, came_id,
      ${listOf(updated)}, proposed_by, created_at, updated_at, changed_by
    )
    SELECT ${organizationId}::uuid, pair.id, ${sourceId}::uuid, ${databaseId}::uuid, pair.kind, pair.gone_id,
      pair.came_id, ${valuesOf('pair')}, ${by}::text, ${time}, ${time}, ${by}::text
    FROM (${possible}) AS pair WHERE NOT EXISTS (
      SELECT FROM rename_proposals AS known
      WHERE ${inDatabase('known')} AND known.status = 'SUGGESTED' AND known.gone_id = pair.gone_id)
    RETURNING 1`)
  return inserted.length
}

/**
 * Proposes renames in a database: a table or column that a run no longer finds may be the same as a new one.
 *
 * @param hold called before the commit; throws when the claim was lost, so that nothing is written
 * @returns the number of new proposals
 */
export async function proposeRenames(
  db: Database,
  target: SnapshotTarget,
  { by, hold }: { by: string; hold: (transaction: Transaction) => Promise<void> },
): Promise<number> {
  // Comparing can take seconds, so it holds no locks. `write` checks the pairs again.
  const { candidates, rejections } = await db.transaction(
    async (transaction) => ({
      candidates: await readCandidates(transaction, target),
      rejections: await readRejections(transaction, target),
    }),
    { isolationLevel: 'repeatable read' },
  )
  const pairs = await tablePairs(candidates.tables, rejections)
  for (const table of candidates.changed) pairs.push(...(await columnPairs(table, rejections)))
  return db.transaction(async (transaction) => {
    const [found] = await lockDatabase(transaction, { ...target })
    if (!found) return 0
    const proposed = await write(transaction, target, pairs, { by, now: new Date() })
    await hold(transaction)
    return proposed
  })
}
