import { sql } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import type { Executor } from '../../db/client.ts'
import type { OrganizationTable } from '../../db/find-row.ts'
import { once } from '../../db/once.ts'
import { isPresent } from '../../db/present.ts'
import { statement } from '../../db/statement.ts'

/** The values that a bulk call sets. A missing score or evidence is left unchanged. */
export interface BulkStatus {
  status: string
  score?: number | null
  evidence?: Record<string, unknown>
}

/**
 * Creates a function that sets the status of many rows at once. Rows are locked in the order of their ids, so
 * that overlapping calls wait for each other instead of deadlocking. A row that already has the values keeps
 * its revision and time.
 *
 * @returns a function that returns the ids that exist: in the source if `sourceId` is set, else in the
 *   organization
 */
export function createBulkStatus(db: Executor, table: OrganizationTable) {
  const prepare = once(() =>
    statement<{ id: string }>(
      `${getTableConfig(table).name}_bulk_status`,
      sql`WITH input AS (
        -- The values to set.
        SELECT ${sql.placeholder('status')}::text AS status,
          ${sql.placeholder('hasScore')}::boolean AS has_score,
          ${sql.placeholder('score')}::double precision AS score,
          ${sql.placeholder('evidence')}::text::jsonb AS evidence
      ), found AS (
        -- The rows that exist, locked.
        SELECT organization_id, id FROM ${table}
        WHERE organization_id = ${sql.placeholder('organizationId')}::uuid
          AND id = ANY(${sql.placeholder('ids')}::uuid[])
          AND (
            ${sql.placeholder('sourceId')}::uuid IS NULL
            OR integration_source_id = ${sql.placeholder('sourceId')}::uuid
          )
          AND ${isPresent(table)}
        ORDER BY id FOR UPDATE
      ), changed AS (
        -- Updates the rows whose values differ.
        UPDATE ${table} AS target SET status = input.status,
          score = CASE WHEN input.has_score THEN input.score ELSE target.score END,
          evidence = COALESCE(input.evidence, target.evidence),
          revision = target.revision + 1, updated_at = ${sql.placeholder('now')}::timestamptz,
          changed_by = ${sql.placeholder('by')}::text
        FROM found, input
        WHERE target.organization_id = found.organization_id AND target.id = found.id
          AND (target.status, target.score, target.evidence) IS DISTINCT FROM (
            input.status,
            CASE WHEN input.has_score THEN input.score ELSE target.score END,
            COALESCE(input.evidence, target.evidence)
          )
      )
      SELECT id FROM found`,
    ),
  )
  return async (
    organizationId: string,
    ids: string[],
    { status, score, evidence }: BulkStatus,
    { by, sourceId }: { by: string; sourceId?: string },
  ) => {
    const rows = await prepare()(db, {
      organizationId,
      ids,
      by,
      sourceId: sourceId ?? null,
      status,
      hasScore: score !== undefined,
      score: score ?? null,
      evidence: evidence === undefined ? null : JSON.stringify(evidence),
      now: new Date().toISOString(),
    })
    return new Set(rows.map(({ id }) => id))
  }
}

/** The answer to a bulk call: one result for each id of the request. */
export function bulkAnswer(ids: readonly string[], found: ReadonlySet<string>) {
  const results = ids.map((id) => ({
    id,
    status: found.has(id.toLowerCase()) ? ('updated' as const) : ('not_found' as const),
  }))
  return { status: 200 as const, body: { updated: found.size, results } }
}
