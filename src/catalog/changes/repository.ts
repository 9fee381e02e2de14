import { and, eq, sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { createKeysetList, type Position } from '../../db/keyset.ts'
import { type ChangeRow, changeHorizons, changes } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'

/** How many changes one statement deletes, so that none runs for long. */
const deletedAtOnce = 10_000

// A database that was restored from a dump counts its transactions anew: a cursor from before is of the future.
const findExpired = statement<{ expired: boolean }>(
  'changes_expired',
  sql`SELECT ${sql.placeholder('transactionId')}::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) OR EXISTS (
      SELECT FROM ${changeHorizons} WHERE organization_id = ${sql.placeholder('organizationId')}::uuid
        AND (transaction_id, sequence) > (${sql.placeholder('transactionId')}::xid8, ${sql.placeholder('sequence')}::bigint)
    ) AS expired`,
)

const deleteSome = statement<{ count: number }>(
  'changes_delete',
  sql`WITH gone AS (
      DELETE FROM ${changes} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${changes} WHERE occurred_at < ${sql.placeholder('before')}::timestamptz LIMIT ${sql.placeholder('limit')}
      )) RETURNING organization_id, transaction_id, sequence
    ), horizon AS (
      INSERT INTO ${changeHorizons} AS horizon (organization_id, transaction_id, sequence)
      SELECT DISTINCT ON (organization_id) organization_id, transaction_id, sequence FROM gone
      ORDER BY organization_id, transaction_id DESC, sequence DESC
      ON CONFLICT (organization_id) DO UPDATE
      SET transaction_id = excluded.transaction_id, sequence = excluded.sequence
      WHERE (horizon.transaction_id, horizon.sequence) < (excluded.transaction_id, excluded.sequence)
    )
    SELECT count(*)::integer AS count FROM gone`,
)

/** Reads the changes that the database keeps, and deletes the old ones. */
export function createChangeRepository(database: Executor) {
  return {
    /**
     * The changes of an organization; value `organizationId`. Those of a transaction come at its number, which it got
     * before it ended; so the list ends before the first transaction that still runs, and nothing comes in between
     * later. https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT
     */
    list: createKeysetList<ChangeRow>(database, changes, {
      name: 'list',
      where: and(
        eq(changes.organizationId, sql.placeholder('organizationId')),
        sql`${changes.transactionId} < pg_snapshot_xmin(pg_current_snapshot())`,
      ),
      order: { transactionId: changes.transactionId, sequence: changes.sequence },
    }),

    /** Whether changes behind this position were deleted already, or the position is of another database. */
    isExpired: async (organizationId: string, [transactionId, sequence]: Position): Promise<boolean> => {
      const [row] = await findExpired(database, { organizationId, transactionId, sequence })
      return row?.expired === true
    },

    /** Deletes the changes that are older than this. */
    deleteOlderThan: async (days: number): Promise<void> => {
      const before = new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString()
      let deleted = deletedAtOnce
      while (deleted === deletedAtOnce) {
        const [row] = await deleteSome(database, { before, limit: deletedAtOnce })
        deleted = (row as { count: number }).count
      }
    },
  }
}

/** The changes of organizations, as they are kept. */
export type ChangeRepository = ReturnType<typeof createChangeRepository>
