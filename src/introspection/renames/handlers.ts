import type { RenameProposalRow } from '../../db/schema.ts'
import { preconditionFailed, readAnswer } from '../../http/answering/answers.ts'
import { etagOf, expectedVersions } from '../../http/answering/conditional.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/binding/operation.ts'
import { problem } from '../../http/problems/problem.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { actorOf } from '../../identity/principal.ts'
import { toRenameProposal } from './mapping.ts'
import type { RenameRepository } from './repository.ts'

const outdated = ({ goneTableName, goneColumnName }: RenameProposalRow) =>
  problem('rename_outdated', {
    detail: `The source has '${goneColumnName ?? goneTableName}' again, or its replacement no longer exists.`,
  })

const writingOptions = (context: RequestContext) => ({
  organizationId: organizationOf(context),
  by: actorOf(context.principal),
  now: new Date(),
})

/** The status of a bulk result, by the outcome of the decision. */
const bulkStatuses = {
  decided: 'updated',
  missing: 'not_found',
  stale: 'not_found',
  already_decided: 'already_decided',
  outdated: 'outdated',
} as const

/** The operations on proposed renames. */
export const renameHandlers = (renames: RenameRepository) =>
  ({
    async listRenameProposals({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
      return listAnswer(context, query, {
        list: renames.list,
        values: { organizationId, sourceId, status: query.status ?? null, kind: query.kind ?? null },
        item: toRenameProposal,
      })
    },

    async getRenameProposal({ params, query, headers }, context) {
      const { source_id: sourceId, rename_proposal_id: id } = params
      const row = await renames.get(organizationOf(context), sourceId, id)
      return row ? readAnswer(row, toRenameProposal, { query, headers }) : unknownOf('rename_proposal')
    },

    async decideRenameProposal({ params, body, headers }, context) {
      const decided = await renames.decide(
        params.source_id,
        params.rename_proposal_id,
        { status: body.status, comment: body.comment ?? null },
        writingOptions(context),
        expectedVersions(headers['if-match']),
      )
      if (decided.outcome === 'missing') return unknownOf('rename_proposal')
      if (decided.outcome === 'stale') return preconditionFailed()
      const { proposal } = decided
      if (decided.outcome === 'outdated') return outdated(proposal)
      if (decided.outcome === 'already_decided') {
        return problem('already_decided', { detail: `The proposal is ${proposal.status} already.` })
      }
      return { status: 200, headers: { etag: etagOf(proposal) }, body: toRenameProposal(proposal) }
    },

    async bulkDecideRenameProposals({ params, body }, context) {
      const { rename_proposal_ids: ids, status, comment } = body
      const missing = await context.missingTarget()
      if (missing) return missing
      const decided = await renames.decideMany(
        params.source_id,
        ids.map((id) => id.toLowerCase()),
        { status, comment: comment ?? null },
        writingOptions(context),
      )
      const results = ids.map((id, index) => ({
        id,
        status: bulkStatuses[decided[index]?.outcome ?? 'missing'],
      }))
      const updated = results.filter((result) => result.status === 'updated')
      return {
        status: 200,
        body: { updated: new Set(updated.map(({ id }) => id.toLowerCase())).size, results },
      }
    },
  }) satisfies Partial<Handlers>
