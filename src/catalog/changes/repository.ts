import { and, eq, sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { createKeysetList, type KeysetList, type Position } from '../../db/keyset.ts'
import { type ChangeRow, changeEpochs, changeHorizons, changes } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'

/** How many changes one statement deletes, so that none runs for long. */
const deletedAtOnce = 10_000

/** The epoch that is present, and whether it is of this server: see `begin_change_epoch`, which compares more. */
const presentEpoch = sql`SELECT epoch, xmin::text::bigint = transaction_id::text::numeric % 4294967296 AS is_ours
  FROM ${changeEpochs} ORDER BY epoch DESC LIMIT 1`

const findEpoch = statement<{ epoch: number; is_ours: boolean }>('changes_epoch', presentEpoch)

const beginEpoch = statement('changes_begin_epoch', sql`SELECT begin_change_epoch()`)

const position = sql`(${sql.placeholder('epoch')}::integer, ${sql.placeholder('transactionId')}::xid8, ${sql.placeholder('sequence')}::bigint)`
const ofOrganization = sql`organization_id = ${sql.placeholder('organizationId')}::uuid`

// Where a copy of the files of a server was started again, numbers are given to other changes, at another time.
const findPosition = statement<{ is_present: boolean; is_expired: boolean; is_known: boolean }>(
  'changes_position',
  sql`WITH present AS (${presentEpoch}), horizon AS (
      SELECT (epoch, transaction_id, sequence) > ${position} AS is_behind,
        (epoch, transaction_id, sequence) = ${position} AS is_here
      FROM ${changeHorizons} WHERE ${ofOrganization}
    )
    SELECT EXISTS (SELECT FROM present WHERE is_ours AND epoch = ${sql.placeholder('given')}::integer) AS is_present,
      EXISTS (SELECT FROM horizon WHERE is_behind) AS is_expired,
      EXISTS (SELECT FROM horizon WHERE is_here) OR EXISTS (
        SELECT FROM ${changes} WHERE ${ofOrganization} AND (epoch, transaction_id, sequence) = ${position}
          AND occurred_at = ${sql.placeholder('occurredAt')}::timestamptz
      ) AS is_known`,
)

const deleteSome = statement<{ count: number }>(
  'changes_delete',
  sql`WITH gone AS (
      DELETE FROM ${changes} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${changes} WHERE occurred_at < ${sql.placeholder('before')}::timestamptz LIMIT ${sql.placeholder('limit')}
      )) RETURNING organization_id, epoch, transaction_id, sequence
    ), horizon AS (
      INSERT INTO ${changeHorizons} AS horizon (organization_id, epoch, transaction_id, sequence)
      SELECT DISTINCT ON (organization_id) organization_id, epoch, transaction_id, sequence FROM gone
      ORDER BY organization_id, epoch DESC, transaction_id DESC, sequence DESC
      ON CONFLICT (organization_id) DO UPDATE
      SET epoch = excluded.epoch, transaction_id = excluded.transaction_id, sequence = excluded.sequence
      WHERE (horizon.epoch, horizon.transaction_id, horizon.sequence)
        < (excluded.epoch, excluded.transaction_id, excluded.sequence)
    )
    SELECT count(*)::integer AS count FROM gone`,
)

/** The last time that a cursor may name: what has more digits is no time to PostgreSQL. */
const lastTime = Date.UTC(9999, 11, 31)

const isEpoch = (value: unknown) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 2 ** 31
const isTime = (value: unknown) =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= lastTime

/** Reads the changes that the database keeps, and deletes the old ones. */
export function createChangeRepository(db: Executor) {
  /**
   * The changes of an organization; value `organizationId`. Those of a transaction come at its number, which it got
   * before it ended; so the list ends before the first transaction that still runs, and nothing comes in between
   * later. Transactions of earlier epochs have all ended.
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
    /** The present epoch. After a restore it begins a new one. */
    presentEpoch: async (): Promise<number> => {
      const [found] = await findEpoch(db, {})
      if (found?.is_ours) return found.epoch
      await beginEpoch(db, {})
      const [begun] = await findEpoch(db, {})
      return (begun as { epoch: number }).epoch
    },

    /**
     * The changes of an organization; value `organizationId`. A position tells, beside the place in the list, in which
     * epoch it was given, and when its change occurred.
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
     * Why the list cannot be read on from this position: changes behind it were deleted, or it is of another epoch or
     * of a history that was lost. Undefined when it can.
     */
    findRefusal: async (
      organizationId: string,
      [epoch, transactionId, sequence, given, occurredAt]: Position,
    ): Promise<'expired' | 'other_epoch' | undefined> => {
      const [found] = await findPosition(db, {
        organizationId,
        epoch,
        transactionId,
        sequence,
        given,
        occurredAt: new Date(Number(occurredAt)).toISOString(),
      })
      if (!found?.is_present) return 'other_epoch'
      if (found.is_expired) return 'expired'
      return found.is_known ? undefined : 'other_epoch'
    },

    /** Deletes the changes that are older than this. */
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

/** The changes of organizations, as they are kept. */
export type ChangeRepository = ReturnType<typeof createChangeRepository>
