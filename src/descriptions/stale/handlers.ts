import type { components } from '../../contract/handlers.ts'
import type { KeysetList } from '../../db/keyset.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { knownTime } from '../../values/read-time.ts'
import type { StaleDescriptionRow } from './repository.ts'

const toStaleDescription = ({
  database_priority: _,
  table_priority: __,
  ...row
}: StaleDescriptionRow): components['schemas']['StaleDescription'] => ({
  ...row,
  stale_since: knownTime(row.stale_since).toISOString(),
})

/** The operation that lists descriptions that should be generated again. */
export const staleDescriptionHandlers = (list: KeysetList<StaleDescriptionRow>) =>
  ({
    async listStaleDescriptions({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
      return listAnswer(context, query, {
        list,
        values: { organizationId, sourceId },
        item: toStaleDescription,
      })
    },
  }) satisfies Partial<Handlers>
