import type { components } from '../../contract/handlers.ts'
import type { ChangeRow } from '../../db/schema.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf } from '../../http/operation.ts'
import { problem } from '../../http/problems.ts'
import { readActor } from '../../identity/principal.ts'
import type { ChangeRepository } from './repository.ts'

/** The change as the contract answers it. */
const toChange = (row: ChangeRow, cursor: () => string): components['schemas']['Change'] => ({
  cursor: cursor(),
  kind: row.kind as components['schemas']['ChangeKind'],
  id: row.resourceId,
  integration_source_id: row.integrationSourceId,
  operation: row.operation,
  actor: readActor(row.actor),
  occurred_at: row.occurredAt.toISOString(),
  changed_fields: row.changedFields,
})

/** The operation that follows what changes. */
export const changeHandlers = (changes: ChangeRepository) =>
  ({
    async listChanges({ query: { limit, after: cursor } }, context) {
      const organizationId = organizationOf(context)
      return listAnswer(
        context,
        { limit, ...(cursor !== undefined && { cursor }) },
        {
          list: changes.list,
          values: { organizationId },
          item: toChange,
          cursorParameter: 'after',
          beforePosition: async (position) =>
            (await changes.isExpired(organizationId, position)) ? problem('cursor_expired') : undefined,
        },
      )
    },
  }) satisfies Partial<Handlers>
