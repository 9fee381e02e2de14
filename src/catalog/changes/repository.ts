import { and, eq, sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { createKeysetList, type KeysetList, type Position } from '../../db/keyset.ts'
import { type ChangeRow, changeEpochs, changeHorizons, changes } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'

/** The largest number of changes that one statement deletes, so that no statement runs for long. */
const deletedAtOnce = 10_000

/**
 * The last epoch, and whether this server began it. `begin_change_epoch` compares the system identifier, too.
 */
const lastEpoch = sql`SELECT epoch,
    xmin::text::bigint = transaction_id::text::numeric % 4294967296 AS is_ours
  FROM ${changeEpochs} ORDER BY epoch DESC LIMIT 1`

const findEpoch = statement<{ epoch: number; is_ours: boolean }>('changes_epoch', lastEpoch)

const beginEpoch = statement('changes_begin_epoch', sql`SELECT begin_change_epoch()`)

const position = sql`(
  ${sql.placeholder('epoch')}::integer,
  ${sql.placeholder('transactionId')}::xid8,
  ${sql.placeholder('sequence')}::bigint
)`
const ofOrganization = sql`organization_id = ${sql.placeholder('organizationId')}::uuid`

// Checks the time of the change, too: after a copy of the server's files was started again, the server gives
// the same transaction numbers to other changes.
const findPosition = statement<{ is_current: boolean; is_expired: boolean; is_known: boolean }>(
  'changes_position',
  sql`WITH last AS (${lastEpoch}
    ), horizon AS (
      -- The last deleted change of the organization, compared with the position.
      SELECT (epoch, transaction_id, sequence) > ${position} AS is_after,
        (epoch, transaction_id, sequence) = ${position} AS is_same
      FROM ${changeHorizons} WHERE ${ofOrganization}
    )
    SELECT
      EXISTS (
        SELECT FROM last WHERE is_ours AND epoch = ${sql.placeholder('cursorEpoch')}::integer
      ) AS is_current,
      EXISTS (SELECT FROM horizon WHERE is_after) AS is_expired,
      EXISTS (SELECT FROM horizon WHERE is_same) OR EXISTS (
        SELECT FROM ${changes} WHERE ${ofOrganization} AND (epoch, transaction_id, sequence) = ${position}
          AND occurred_at = ${sql.placeholder('occurredAt')}::timestamptz
      ) AS is_known`,
)

const deleteSome = statement<{ count: number }>(
  'changes_delete',
  sql`WITH deleted AS (
      DELETE FROM ${changes} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${changes}
        WHERE occurred_at < ${sql.placeholder('before')}::timestamptz LIMIT ${sql.placeholder('limit')}
      )) RETURNING organization_id, epoch, transaction_id, sequence
    ), horizon AS (
      -- Moves the horizon of each organization to its last deleted change.
      INSERT INTO ${changeHorizons} AS horizon (organization_id, epoch, transaction_id, sequence)
      SELECT DISTINCT ON (organization_id) organization_id, epoch, transaction_id, sequence FROM deleted
      ORDER BY organization_id, epoch DESC, transaction_id DESC, sequence DESC
      ON CONFLICT (organization_id) DO UPDATE
      SET epoch = excluded.epoch, transaction_id = excluded.transaction_id, sequence = excluded.sequence
      WHERE (horizon.epoch, horizon.transaction_id, horizon.sequence)
        < (excluded.epoch, excluded.transaction_id, excluded.sequence)
    )
    SELECT count(*)::integer AS count FROM deleted`,
)

/** The latest time in a cursor: PostgreSQL does not parse years with more than four digits in ISO 8601. */
const lastTime = Date.UTC(9999, 11, 31)

const isEpoch = (value: unknown) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 2 ** 31
const isTime = (value: unknown) =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= lastTime

/** Reads the change feed, and deletes old changes. */
export function createChangeRepository(db: Executor) {
  /**
   * The changes of an organization; value `organizationId`. They are sorted by transaction number, and a
   * transaction gets its number before it commits. So the list ends before the oldest transaction that is
   * still running, which could otherwise add changes before those that a client has already read.
   * Transactions of earlier epochs have all ended.
   * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT
   */
  const list = createKeysetList<ChangeRow>(db, changes, {
    name: 'list',
    where: and(
      eq(changes.organizationId, sql.placeholder('organizationId')),
      sql`(${changes.epoch}, ${changes.transactionId})
        < ((SELECT max(epoch) FROM ${changeEpochs}), pg_snapshot_xmin(pg_current_snapshot()))`,
    ),
    order: { epoch: changes.epoch, transactionId: changes.transactionId, sequence: changes.sequence },
  })

  return {
    /** Returns the current epoch. Begins a new one first if the database was restored. */
    currentEpoch: async (): Promise<number> => {
      const [found] = await findEpoch(db, {})
      if (found?.is_ours) return found.epoch
      await beginEpoch(db, {})
      const [begun] = await findEpoch(db, {})
      return (begun as { epoch: number }).epoch
    },

    /**
     * The changes of an organization; value `organizationId`. A position has two values besides the sort key:
     * the epoch in which the cursor was issued, and the time of the change.
     */
    listIn: (epoch: number): KeysetList<ChangeRow> => ({
      ...list,
      position: (row) => [...list.position(row), epoch, row.occurredAt.getTime()],
      isPosition: (values): values is Position =>
        Array.isArray(values) &&
        values.length === 5 &&
        list.isPosition(values.slice(0, 3)) &&
        isEpoch(values[3]) &&
        isTime(values[4]),
    }),

    /**
     * Returns why a client cannot continue from a position: later changes were deleted, or the position
     * belongs to another epoch or to a history that a restore discarded. Undefined when it can continue.
     */
    findRefusal: async (
      organizationId: string,
      [epoch, transactionId, sequence, cursorEpoch, occurredAt]: Position,
    ): Promise<'expired' | 'other_epoch' | undefined> => {
      const [found] = await findPosition(db, {
        organizationId,
        epoch,
        transactionId,
        sequence,
        cursorEpoch,
        occurredAt: new Date(Number(occurredAt)).toISOString(),
      })
      if (!found?.is_current) return 'other_epoch'
      if (found.is_expired) return 'expired'
      return found.is_known ? undefined : 'other_epoch'
    },

    /** Deletes the changes that are older than this number of days. */
    deleteOlderThan: async (days: number): Promise<void> => {
      const before = new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString()
      let deleted = deletedAtOnce
      while (deleted === deletedAtOnce) {
        const [row] = await deleteSome(db, { before, limit: deletedAtOnce })
        deleted = (row as { count: number }).count
      }
    },
  }
}

export type ChangeRepository = ReturnType<typeof createChangeRepository>
