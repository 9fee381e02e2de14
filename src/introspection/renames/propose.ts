import { setImmediate as turnOfOthers } from 'node:timers/promises'
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

/** A proposal as it is written: names as columns are called. */
interface Proposed extends Record<string, unknown> {
  id: string
  kind: ListedKind
  gone_id: string
  came_id: string
}

/** Which pairs people have rejected: by what went, and by the name of what came, as its id may be another one by now. */
const rejectionOf = (goneId: string, ...name: (string | null)[]) => JSON.stringify([goneId, ...name])

async function readRejections(transaction: Transaction, at: SnapshotTarget): Promise<Set<string>> {
  const rows = (await transaction.execute(sql`
    SELECT kind, gone_id, came_schema_name, came_table_name, came_column_name FROM rename_proposals
    WHERE organization_id = ${at.organizationId} AND integration_source_id = ${at.sourceId}
      AND database_id = ${at.databaseId} AND status = 'REJECTED'`)) as unknown as Record<string, string>[]
  return new Set(
    rows.map((row) =>
      row.kind === 'table'
        ? rejectionOf(String(row.gone_id), row.came_schema_name ?? null, String(row.came_table_name))
        : rejectionOf(String(row.gone_id), String(row.came_column_name)),
    ),
  )
}

/** Something that went or came, and when. */
type Timed = Pick<CandidateColumn, 'id' | 'createdAt' | 'missingSince'>

const scored = ({ score, evidence, reasons }: ScoredPair<{ id: string }>) => ({ score, evidence, reasons })

/** What is left of the score of a pair of which one came in a later run than the one that first missed the other. */
const laterShare = 0.9

const judgeTime = <Pair extends ScoredPair<Timed>>(pair: Pair): Pair =>
  pair.came.createdAt === pair.gone.missingSince
    ? pair
    : { ...pair, score: Math.round(pair.score * laterShare * 1000) / 1000 }

async function tablePairs(
  { gone, came }: { gone: CandidateTable[]; came: CandidateTable[] },
  rejections: ReadonlySet<string>,
): Promise<Proposed[]> {
  const isPossible = (one: CandidateTable, other: CandidateTable) =>
    isInTime(one, other) && !rejections.has(rejectionOf(one.id, other.schemaName, other.name))
  const scoredPairs = await scoreAllTables(gone, came, isPossible)
  const pairs = bestPairs(scoredPairs.map(judgeTime))
  return pairs.map((pair) => ({
    id: v7(),
    kind: 'table' as const,
    gone_id: pair.gone.id,
    gone_schema_name: pair.gone.schemaName,
    gone_table_name: pair.gone.name,
    came_id: pair.came.id,
    came_schema_name: pair.came.schemaName,
    came_table_name: pair.came.name,
    ...scored(pair),
  }))
}

/** With how many columns that came one that went is compared: those that are the nearest to its place. */
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
    await turnOfOthers()
    // A run misses a column as soon as it sees its table without it.
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
  return bestPairs(pairs.map(judgeTime)).map((pair) => ({
    ...inTable,
    id: v7(),
    kind: 'column' as const,
    gone_id: pair.gone.id,
    gone_column_name: pair.gone.name,
    came_id: pair.came.id,
    came_column_name: pair.came.name,
    ...scored(pair),
  }))
}

/**
 * Writes what is proposed now, and takes back what is not any more, e.g. as the source has it again. A proposal that was
 * there already keeps its id.
 */
async function write(
  transaction: Transaction,
  at: SnapshotTarget,
  pairs: readonly Proposed[],
  { by, now }: { by: string; now: Date },
): Promise<number> {
  const time = sql`${now.toISOString()}::timestamptz`
  const ofDatabase = (alias: string) => sql`${sql.raw(alias)}.organization_id = ${at.organizationId}
    AND ${sql.raw(alias)}.integration_source_id = ${at.sourceId} AND ${sql.raw(alias)}.database_id = ${at.databaseId}`
  const given = sql`json_populate_recordset(NULL::rename_proposals, ${JSON.stringify(pairs)}::json) AS given`
  await transaction.execute(sql`SELECT set_config('sourcebook.actor', ${by}, true)`)
  // Nobody takes away what is proposed while it is written, and what is gone or rejected by now is not proposed.
  for (const table of ['tables', 'columns'] as const) {
    await transaction.execute(sql`SELECT id FROM ${sql.identifier(table)} AS target
      WHERE target.organization_id = ${at.organizationId} AND target.id IN (SELECT given.came_id FROM ${given})
      ORDER BY target.id FOR KEY SHARE`)
  }
  const possible = sql`SELECT given.* FROM ${given}
    JOIN missing_resources AS missing ON ${ofDatabase('missing')} AND missing.resource_id = given.gone_id
    WHERE (EXISTS (SELECT FROM tables AS target WHERE target.organization_id = ${at.organizationId} AND target.id = given.came_id)
      OR EXISTS (SELECT FROM columns AS target WHERE target.organization_id = ${at.organizationId} AND target.id = given.came_id))
      AND NOT EXISTS (SELECT FROM missing_resources AS other
        WHERE other.organization_id = ${at.organizationId} AND other.resource_id = given.came_id)
      AND NOT EXISTS (SELECT FROM rename_proposals AS rejected
        WHERE ${ofDatabase('rejected')} AND rejected.status = 'REJECTED' AND rejected.gone_id = given.gone_id
          AND rejected.came_column_name IS NOT DISTINCT FROM given.came_column_name
          AND (given.kind = 'column' OR (rejected.came_schema_name, rejected.came_table_name)
            IS NOT DISTINCT FROM (given.came_schema_name, given.came_table_name)))`
  await transaction.execute(sql`DELETE FROM rename_proposals AS known
    WHERE ${ofDatabase('known')} AND known.status = 'SUGGESTED' AND NOT EXISTS (
      SELECT FROM (${possible}) AS pair WHERE pair.gone_id = known.gone_id AND pair.came_id = known.came_id)`)
  const names = ['gone', 'came'].flatMap((end) =>
    ['schema', 'table', 'column'].map((part) => sql.raw(`${end}_${part}_name`)),
  )
  const said = [...names, sql.raw('score'), sql.raw('evidence'), sql.raw('reasons')]
  const listOf = (parts: ReturnType<typeof sql>[]) => sql.join(parts, sql`, `)
  const of = (alias: string) => listOf(said.map((name) => sql`${sql.raw(alias)}.${name}`))
  await transaction.execute(sql`UPDATE rename_proposals AS known SET
      ${listOf(said.map((name) => sql`${name} = pair.${name}`))},
      revision = known.revision + 1, updated_at = ${time}, changed_by = ${by}
    FROM (${possible}) AS pair
    WHERE ${ofDatabase('known')} AND known.status = 'SUGGESTED'
      AND known.gone_id = pair.gone_id AND known.came_id = pair.came_id AND (${of('known')}) IS DISTINCT FROM (${of('pair')})`)
  const inserted = await transaction.execute(sql`
    INSERT INTO rename_proposals (organization_id, id, integration_source_id, database_id, kind, gone_id, came_id,
      ${listOf(said)}, proposed_by, created_at, updated_at, changed_by)
    SELECT ${at.organizationId}::uuid, pair.id, ${at.sourceId}::uuid, ${at.databaseId}::uuid, pair.kind, pair.gone_id,
      pair.came_id, ${of('pair')}, ${by}::text, ${time}, ${time}, ${by}::text
    FROM (${possible}) AS pair WHERE NOT EXISTS (
      SELECT FROM rename_proposals AS known
      WHERE ${ofDatabase('known')} AND known.status = 'SUGGESTED' AND known.gone_id = pair.gone_id)
    RETURNING 1`)
  return inserted.length
}

/**
 * Proposes renames in a database: a table or column that a run does not find any more may be one that it found instead.
 *
 * @param hold fails when nothing may be written any more; it is called before the commit
 * @returns how many proposals are new
 */
export async function proposeRenames(
  db: Database,
  at: SnapshotTarget,
  { by, hold }: { by: string; hold: (transaction: Transaction) => Promise<void> },
): Promise<number> {
  // What is compared is not locked: it may take some seconds, and is looked at again before it is written.
  const { candidates, rejections } = await db.transaction(
    async (transaction) => ({
      candidates: await readCandidates(transaction, at),
      rejections: await readRejections(transaction, at),
    }),
    { isolationLevel: 'repeatable read' },
  )
  const pairs = await tablePairs(candidates.tables, rejections)
  for (const table of candidates.changed) pairs.push(...(await columnPairs(table, rejections)))
  return db.transaction(async (transaction) => {
    const [found] = await lockDatabase(transaction, { ...at })
    if (!found) return 0
    const proposed = await write(transaction, at, pairs, { by, now: new Date() })
    await hold(transaction)
    return proposed
  })
}
