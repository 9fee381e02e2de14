import type { components } from '../../contract/handlers.ts'
import type { ChangeRow } from '../../db/schema.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { problem } from '../../http/problems/problem.ts'
import { readActor } from '../../identity/principal.ts'
import type { FeedLag, MeasureFeedLag } from './lag.ts'
import type { ChangeRepository } from './repository.ts'

const toChange = (row: ChangeRow, cursor: () => string): components['schemas']['Change'] => ({
  cursor: cursor(),
  kind: row.kind,
  id: row.resourceId,
  integration_source_id: row.integrationSourceId,
  operation: row.operation,
  actor: readActor(row.actor),
  occurred_at: row.occurredAt.toISOString(),
  changed_fields: row.changedFields,
})

const problems = { expired: 'cursor_expired', other_epoch: 'feed_epoch_changed' } as const

/** The headers that report the lag of the feed. */
const lagHeaders = ({ seconds, heldBy }: FeedLag) => ({
  'feed-lag': seconds.toFixed(1),
  ...(heldBy && { 'feed-held-by': heldBy }),
})

/** The operation on the change feed. */
export const changeHandlers = (changes: ChangeRepository, measureLag: MeasureFeedLag) =>
  ({
    async listChanges({ query: { limit, after: cursor } }, context) {
      const organizationId = organizationOf(context)
      const list = changes.listIn(await changes.currentEpoch())
      const lag = await measureLag()
      const answer = await listAnswer(
        context,
        { limit, ...(cursor !== undefined && { cursor }) },
        {
          list,
          values: { organizationId },
          item: toChange,
          cursorParameter: 'after',
          findRefusal: async (position) => {
            const refusal = await changes.findRefusal(organizationId, position)
            return refusal && problem(problems[refusal])
          },
        },
      )
      return 'problem' in answer ? answer : { ...answer, headers: { ...answer.headers, ...lagHeaders(lag) } }
    },
  }) satisfies Partial<Handlers>
