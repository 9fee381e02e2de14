import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { type ExpectedVersions, isExpected } from '../../db/change-row.ts'
import type { Executor, Transaction } from '../../db/client.ts'
import { createFind } from '../../db/find-row.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { isPresent } from '../../db/present.ts'
import {
  type DescriptionProposalRow,
  type DescriptionSource,
  describedResources,
  descriptionProposals,
} from '../../db/schema.ts'
import { takeShare } from '../../db/shares.ts'
import { writeDescriptions } from '../repository.ts'
import { lockResources } from '../resources.ts'
import type { LockedResource, WritingOptions } from '../write-layers.ts'

export interface Decision {
  status: 'APPROVED' | 'REJECTED'
  comment: string | null
}

/** The outcome of a decision on one proposal. */
export type DecisionOutcome =
  | { outcome: 'missing' }
  | { outcome: 'stale' }
  | { outcome: 'already_decided'; proposal: DescriptionProposalRow }
  | { outcome: 'decided'; proposal: DescriptionProposalRow; shadowedBy: DescriptionSource | undefined }

/** A condition of a list that is true when its placeholder is null. */
const unlessNull = (name: string, type: string, condition: (value: SQL) => SQL): SQL => {
  const value = sql`${sql.placeholder(name)}::${sql.raw(type)}`
  return sql`(${value} IS NULL OR ${condition(value)})`
}

const filters = [
  unlessNull('status', 'text', (value) => sql`${descriptionProposals.status} = ${value}`),
  unlessNull('kind', 'text', (value) => sql`${descriptionProposals.kind} = ${value}`),
  unlessNull(
    'descriptionSource',
    'text',
    (value) => sql`${descriptionProposals.descriptionSource} = ${value}`,
  ),
  unlessNull(
    'leastConfidence',
    'double precision',
    (value) => sql`${descriptionProposals.confidence} >= ${value}`,
  ),
  unlessNull(
    'greatestConfidence',
    'double precision',
    (value) => sql`${descriptionProposals.confidence} <= ${value}`,
  ),
  unlessNull('createdAfter', 'timestamptz', (value) => sql`${descriptionProposals.createdAt} >= ${value}`),
  unlessNull('createdBefore', 'timestamptz', (value) => sql`${descriptionProposals.createdAt} < ${value}`),
]

/**
 * Reads and writes proposals.
 *
 * @param waitingProposals the largest number of proposals in one organization that wait for a decision
 */
export function createDescriptionProposalRepository(db: Executor, waitingProposals: number) {
  const ofOrganization = eq(descriptionProposals.organizationId, sql.placeholder('organizationId'))
  const find = createFind<DescriptionProposalRow>(db, descriptionProposals)

  /**
   * Writes the texts of proposals. Several proposals for one resource are written one by one, in their order.
   */
  const approve = async (
    transaction: Transaction,
    proposals: readonly DescriptionProposalRow[],
    options: WritingOptions,
  ): Promise<Map<string, DescriptionSource | undefined>> => {
    const shadowedBy = new Map<string, DescriptionSource | undefined>()
    const ids = [...new Set(proposals.map(({ resourceId }) => resourceId))]
    const resources = await lockResources(transaction, options.organizationId, ids)
    for (let remaining = proposals; remaining.length > 0; ) {
      const firstOfEach = new Map<string, DescriptionProposalRow>()
      for (const proposal of remaining) {
        if (!firstOfEach.has(proposal.resourceId)) firstOfEach.set(proposal.resourceId, proposal)
      }
      remaining = remaining.filter((proposal) => firstOfEach.get(proposal.resourceId) !== proposal)
      const writes = [...firstOfEach.values()].map((proposal) => ({
        resource: resources.get(proposal.resourceId) as LockedResource,
        operation: 'approved' as const,
        proposalId: proposal.id,
        descriptionSource: proposal.descriptionSource,
        description: proposal.description,
        model: proposal.model,
        promptVersion: proposal.promptVersion,
        confidence: proposal.confidence,
      }))
      const outcomes = await writeDescriptions(transaction, writes, options)
      for (const [index, { resource, proposalId }] of writes.entries()) {
        const outcome = outcomes[index]
        shadowedBy.set(proposalId, outcome?.shadowedBy)
        if (outcome) resource.description = outcome.description
      }
    }
    return shadowedBy
  }

  /** Decides on proposals independently of each other. Use `expected` with a single proposal only. */
  const decideAll = (
    ids: readonly string[],
    { status, comment }: Decision,
    options: WritingOptions,
    expected?: ExpectedVersions,
  ): Promise<DecisionOutcome[]> =>
    db.transaction(async (transaction) => {
      const { organizationId, by, now } = options
      const chosen = and(
        eq(descriptionProposals.organizationId, organizationId),
        inArray(descriptionProposals.id, [...ids]),
        isPresent(descriptionProposals),
      )
      const locked = await transaction
        .select()
        .from(descriptionProposals)
        .where(chosen)
        .orderBy(descriptionProposals.id)
        .for('update')
      const isOpen = (row: DescriptionProposalRow) => row.status === 'SUGGESTED' && isExpected(expected, row)
      const open = locked.filter(isOpen)
      const shadowedBy =
        status === 'APPROVED' ? await approve(transaction, open, options) : new Map<string, undefined>()
      const decided =
        open.length === 0
          ? []
          : await transaction
              .update(descriptionProposals)
              .set({
                status,
                comment,
                decidedBy: by,
                decidedAt: now,
                updatedAt: now,
                changedBy: by,
                revision: sql`${descriptionProposals.revision} + 1`,
              })
              .where(
                and(
                  chosen,
                  inArray(
                    descriptionProposals.id,
                    open.map(({ id }) => id),
                  ),
                ),
              )
              .returning()
      const rows = new Map([...locked, ...decided].map((row) => [row.id, row]))
      const wasOpen = new Set(open.map(({ id }) => id))
      return ids.map((id): DecisionOutcome => {
        const proposal = rows.get(id)
        if (!proposal) return { outcome: 'missing' }
        if (wasOpen.has(id)) return { outcome: 'decided', proposal, shadowedBy: shadowedBy.get(id) }
        return proposal.status === 'SUGGESTED'
          ? { outcome: 'stale' }
          : { outcome: 'already_decided', proposal }
      })
    })

  return {
    /**
     * Adds a proposal; returns undefined when the resource does not exist.
     *
     * @throws ShareExceededError when `waitingProposals` proposals of the organization already wait for a
     *   decision
     */
    create: (row: Omit<DescriptionProposalRow, 'kind' | 'integrationSourceId'>) =>
      db.transaction(async (transaction): Promise<DescriptionProposalRow | undefined> => {
        const { organizationId, resourceId } = row
        await takeShare(transaction, {
          organizationId,
          share: 'waiting_proposals',
          limit: waitingProposals,
        })
        const resource = (await lockResources(transaction, organizationId, [resourceId])).get(resourceId)
        if (!resource) return undefined
        const { kind, integrationSourceId } = resource
        await transaction
          .insert(describedResources)
          .values({ organizationId, resourceId, kind, integrationSourceId })
          .onConflictDoNothing()
        const proposal = { ...row, kind, integrationSourceId }
        await transaction.insert(descriptionProposals).values(proposal)
        return proposal
      }),

    /** Reads one proposal; undefined when it does not exist. */
    get: (organizationId: string, id: string) => find({ organizationId, id }),

    /** The proposals of an organization; values `organizationId` and those of the filters. */
    list: createKeysetList<DescriptionProposalRow>(db, descriptionProposals, {
      name: 'list',
      where: and(ofOrganization, ...filters),
      order: { id: descriptionProposals.id },
    }),

    /** The proposals of a source; values `organizationId`, `sourceId` and those of the filters. */
    listOfSource: createKeysetList<DescriptionProposalRow>(db, descriptionProposals, {
      name: 'list_of_source',
      where: and(
        ofOrganization,
        eq(descriptionProposals.integrationSourceId, sql.placeholder('sourceId')),
        ...filters,
      ),
      order: { id: descriptionProposals.id },
    }),

    /** Decides on one proposal. */
    decide: async (
      id: string,
      decision: Decision,
      options: WritingOptions,
      expected: ExpectedVersions,
    ): Promise<DecisionOutcome> => {
      const [outcome] = await decideAll([id], decision, options, expected)
      return outcome as DecisionOutcome
    },

    /** Decides on many proposals in one transaction. */
    decideMany: (ids: readonly string[], decision: Decision, options: WritingOptions) =>
      decideAll(ids, decision, options),
  }
}

export type DescriptionProposalRepository = ReturnType<typeof createDescriptionProposalRepository>
