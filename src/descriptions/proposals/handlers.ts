import type { Input } from '../../contract/handlers.ts'
import { createdAnswer, preconditionFailed, readAnswer } from '../../http/answering/answers.ts'
import { etagOf, expectedVersions } from '../../http/answering/conditional.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/binding/operation.ts'
import { problem } from '../../http/problems/problem.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { newCreation } from '../../identity/creation.ts'
import { actorOf } from '../../identity/principal.ts'
import { knownTime } from '../../values/read-time.ts'
import { unknownResource } from '../handlers.ts'
import { machineOf, toDescriptionProposal } from '../mapping.ts'
import type { DescriptionProposalRepository } from './repository.ts'

/** Converts a time to UTC: RFC 3339 allows offsets above 16 hours, which PostgreSQL does not accept. */
const instantOf = (time: string | undefined) => (time === undefined ? null : knownTime(time).toISOString())

const filtersOf = (query: Input<'listDescriptionProposals'>['query']) => ({
  status: query.status ?? null,
  kind: query.kind ?? null,
  descriptionSource: query.description_source ?? null,
  leastConfidence: query.least_confidence ?? null,
  greatestConfidence: query.greatest_confidence ?? null,
  createdAfter: instantOf(query.created_after),
  createdBefore: instantOf(query.created_before),
})

const isUpdated = ({ status }: { status: string }) => status === 'updated'

const writingOf = (context: RequestContext) => ({
  organizationId: organizationOf(context),
  by: actorOf(context.principal),
  now: new Date(),
})

/** The operations on description proposals. */
export const descriptionProposalHandlers = (proposals: DescriptionProposalRepository) =>
  ({
    async createDescriptionProposal({ params, body }, context) {
      const creation = newCreation(context.principal)
      const row = await proposals.create({
        ...creation,
        ...machineOf(body),
        organizationId: organizationOf(context),
        resourceId: params.resource_id,
        descriptionSource: body.description_source,
        description: body.description,
        proposedBy: creation.changedBy,
        status: 'SUGGESTED',
        decidedBy: null,
        decidedAt: null,
        comment: null,
      })
      return row
        ? createdAnswer(row, toDescriptionProposal, context, '/api/integration-sources/description-proposals')
        : unknownResource()
    },

    async listDescriptionProposals({ query }, context) {
      const values = { organizationId: organizationOf(context), ...filtersOf(query) }
      return listAnswer(context, query, { list: proposals.list, values, item: toDescriptionProposal })
    },

    async listIntegrationSourceDescriptionProposals({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
      return listAnswer(context, query, {
        list: proposals.listOfSource,
        values: { organizationId, sourceId, ...filtersOf(query) },
        item: toDescriptionProposal,
      })
    },

    async getDescriptionProposal({ params, query, headers }, context) {
      const row = await proposals.get(organizationOf(context), params.proposal_id)
      return row
        ? readAnswer(row, toDescriptionProposal, { query, headers })
        : unknownOf('description_proposal')
    },

    async decideDescriptionProposal({ params, body, headers }, context) {
      const decided = await proposals.decide(
        params.proposal_id,
        { status: body.status, comment: body.comment ?? null },
        writingOf(context),
        expectedVersions(headers['if-match']),
      )
      if (decided.outcome === 'missing') return unknownOf('description_proposal')
      if (decided.outcome === 'stale') return preconditionFailed()
      const { proposal } = decided
      if (decided.outcome === 'already_decided') {
        return problem('already_decided', { detail: `The proposal is ${proposal.status} already.` })
      }
      const { shadowedBy } = decided
      return {
        status: 200,
        headers: {
          etag: etagOf(proposal),
          ...(shadowedBy && { 'description-shadowed-by': shadowedBy }),
        },
        body: toDescriptionProposal(proposal),
      }
    },

    async bulkDecideDescriptionProposals({ body: { proposal_ids: ids, status, comment } }, context) {
      const decided = await proposals.decideMany(
        ids.map((id) => id.toLowerCase()),
        { status, comment: comment ?? null },
        writingOf(context),
      )
      const statusOf = {
        decided: 'updated',
        missing: 'not_found',
        already_decided: 'already_decided',
      } as const
      const results = ids.map((id, index) => ({
        id,
        status: statusOf[decided[index]?.outcome as keyof typeof statusOf],
      }))
      return {
        status: 200,
        body: { updated: new Set(results.filter(isUpdated).map(({ id }) => id.toLowerCase())).size, results },
      }
    },
  }) satisfies Partial<Handlers>
