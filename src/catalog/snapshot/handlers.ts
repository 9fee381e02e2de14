import { ownLayer } from '../../descriptions/description.ts'
import { type Handlers, organizationOf } from '../../http/operation.ts'
import { actorOf } from '../../identity/principal.ts'
import { unknownDatabase } from '../resource/refusals.ts'
import type { SnapshotRepository } from './repository.ts'

/** The operation of crawlers, which write many tables at once. */
export const snapshotHandlers = (repository: SnapshotRepository) =>
  ({
    async putDatabaseSnapshot({ params, query, items }, context) {
      const result = await repository.write(
        {
          organizationId: organizationOf(context),
          sourceId: params.source_id.toLowerCase(),
          databaseId: params.database_id.toLowerCase(),
        },
        items,
        {
          isDryRun: query.dry_run,
          writer: ownLayer(context.principal),
          by: actorOf(context.principal),
          now: new Date(),
        },
      )
      return result ? { status: 200, body: result } : unknownDatabase()
    },
  }) satisfies Partial<Handlers>
