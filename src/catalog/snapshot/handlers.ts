import { ownLayer } from '../../descriptions/description.ts'
import { preconditionFailed } from '../../http/answering/answers.ts'
import { etagOf, expectedVersions } from '../../http/answering/conditional.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { actorOf } from '../../identity/principal.ts'
import type { SnapshotRepository } from './repository.ts'

/** The operation with which crawlers write many tables at once. */
export const snapshotHandlers = (repository: SnapshotRepository) =>
  ({
    async putDatabaseSnapshot({ params, query, headers, items }, context) {
      const written = await repository.write(
        {
          organizationId: organizationOf(context),
          sourceId: params.source_id,
          databaseId: params.database_id,
        },
        items,
        {
          isDryRun: query.dry_run,
          expected: expectedVersions(headers['if-match']),
          writer: ownLayer(context.principal),
          by: actorOf(context.principal),
          now: new Date(),
        },
      )
      if (written.outcome === 'missing') return unknownOf('database')
      if (written.outcome === 'stale') return preconditionFailed()
      return { status: 200, headers: { etag: etagOf(written.version) }, body: written.result }
    },
  }) satisfies Partial<Handlers>
