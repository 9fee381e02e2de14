import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { lockDatabase } from '../../catalog/snapshot/lock-database.ts'
import { type ExpectedVersions, isExpected } from '../../db/change-row.ts'
import type { Executor, Transaction } from '../../db/client.ts'
import { createFind } from '../../db/find-row.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { isPresent } from '../../db/present.ts'
import { type RenameProposalRow, renameProposals } from '../../db/schema.ts'
import type { WritingOptions } from '../../descriptions/write-layers.ts'
import { carryOver } from './carry-over.ts'

/** A decision on proposals. */
export interface RenameDecision {
  status: 'APPROVED' | 'REJECTED'
  comment: string | null
}

/** The outcome of a decision on one proposal. */
export type RenameOutcome =
  | { outcome: 'missing' }
  | { outcome: 'stale' }
  | { outcome: 'already_decided' | 'outdated' | 'decided'; proposal: RenameProposalRow }

/** A condition of a list that is ignored when its placeholder is null. */
const unlessNull = (name: string, condition: (value: SQL) => SQL): SQL => {
  const value = sql`${sql.placeholder(name)}::text`
  return sql`(${value} IS NULL OR ${condition(value)})`
}

/** Whether a decision is still possible: an approval is final, but a rejected proposal can be approved. */
const isOpen = ({ status }: RenameProposalRow, wanted: RenameDecision['status']): boolean =>
  status === 'SUGGESTED' || (status === 'REJECTED' && wanted === 'APPROVED')

/** Creates the repository of proposed renames, and of decisions on them. */
export function createRenameRepository(db: Executor) {
  const find = createFind<RenameProposalRow>(db, renameProposals)
  const isChosen = (organizationId: string, sourceId: string, ids: readonly string[]) =>
    and(
      eq(renameProposals.organizationId, organizationId),
      eq(renameProposals.integrationSourceId, sourceId),
      inArray(renameProposals.id, [...ids]),
      isPresent(renameProposals),
    )

  /** Locks the databases of proposals, as runs do, and then the proposals. */
  const lock = async (
    transaction: Transaction,
    organizationId: string,
    sourceId: string,
    ids: readonly string[],
  ): Promise<Map<string, RenameProposalRow>> => {
    const condition = isChosen(organizationId, sourceId, ids)
    const found = await transaction
      .selectDistinct({ databaseId: renameProposals.databaseId })
      .from(renameProposals)
      .where(condition)
      .orderBy(renameProposals.databaseId)
    for (const { databaseId } of found) {
      await lockDatabase(transaction, { organizationId, sourceId, databaseId })
    }
    const rows = await transaction
      .select()
      .from(renameProposals)
      .where(condition)
      .orderBy(renameProposals.id)
      .for('update')
    return new Map(rows.map((row) => [row.id, row]))
  }

  const decideAll = (
    sourceId: string,
    ids: readonly string[],
    { status, comment }: RenameDecision,
    options: WritingOptions,
    expected?: ExpectedVersions,
  ): Promise<RenameOutcome[]> =>
    db.transaction(async (transaction) => {
      const { organizationId, by, now } = options
      const locked = await lock(transaction, organizationId, sourceId, ids)
      // Triggers and cascades write other rows; they take the actor from this setting.
      await transaction.execute(sql`SELECT set_config('sourcebook.actor', ${by}, true)`)
      const read = async (id: string) => {
        const [row] = await transaction
          .select()
          .from(renameProposals)
          .where(isChosen(organizationId, sourceId, [id]))
        return row as RenameProposalRow | undefined
      }
      const decide = async (id: string): Promise<RenameOutcome> => {
        // Read again, since a decision can delete other proposals: a resource has only one new name.
        const proposal = locked.has(id) ? await read(id) : undefined
        if (!proposal) return { outcome: 'missing' }
        if (!isOpen(proposal, status)) return { outcome: 'already_decided', proposal }
        if (!isExpected(expected, proposal)) return { outcome: 'stale' }
        if (status === 'APPROVED') {
          if (!(await carryOver(transaction, proposal, comment, options))) {
            return { outcome: 'outdated', proposal }
          }
        } else {
          await transaction
            .update(renameProposals)
            .set({
              status,
              comment,
              decidedBy: by,
              decidedAt: now,
              updatedAt: now,
              changedBy: by,
              revision: sql`${renameProposals.revision} + 1`,
            })
            .where(isChosen(organizationId, sourceId, [id]))
        }
        return { outcome: 'decided', proposal: (await read(id)) as RenameProposalRow }
      }
      const outcomes = new Map<string, RenameOutcome>()
      for (const id of ids) if (!outcomes.has(id)) outcomes.set(id, await decide(id))
      return ids.map((id) => outcomes.get(id) as RenameOutcome)
    })

  return {
    /** Reads one proposal of a source. */
    get: async (organizationId: string, sourceId: string, id: string) => {
      const row = await find({ organizationId, id })
      return row?.integrationSourceId === sourceId ? row : undefined
    },

    /** Lists the proposals of a source. The values `status` and `kind` may be null. */
    list: createKeysetList<RenameProposalRow>(db, renameProposals, {
      name: 'list',
      where: and(
        eq(renameProposals.organizationId, sql.placeholder('organizationId')),
        eq(renameProposals.integrationSourceId, sql.placeholder('sourceId')),
        unlessNull('status', (value) => sql`${renameProposals.status} = ${value}`),
        unlessNull('kind', (value) => sql`${renameProposals.kind} = ${value}`),
      ),
      order: { id: renameProposals.id },
    }),

    /** Decides on one proposal. */
    decide: async (
      sourceId: string,
      id: string,
      decision: RenameDecision,
      options: WritingOptions,
      expected: ExpectedVersions,
    ): Promise<RenameOutcome> => {
      const [outcome] = await decideAll(sourceId, [id], decision, options, expected)
      return outcome as RenameOutcome
    },

    /** Decides on several proposals in one transaction, in the given order. */
    decideMany: (
      sourceId: string,
      ids: readonly string[],
      decision: RenameDecision,
      options: WritingOptions,
    ) => decideAll(sourceId, ids, decision, options),
  }
}

/** The repository of proposed renames. */
export type RenameRepository = ReturnType<typeof createRenameRepository>
