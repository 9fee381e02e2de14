import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { actorOf } from '../../identity/principal.ts'
import { readManifest } from './manifest.ts'
import type { createDbtImport } from './repository.ts'

/** The operation that imports descriptions from dbt. */
export const dbtHandlers = (importManifest: ReturnType<typeof createDbtImport>) =>
  ({
    async importDbtDescriptions({ params, query, bytes }, context) {
      const organizationId = organizationOf(context)
      const scope = { organizationId, sourceId: params.source_id }
      const manifest = await readManifest(bytes as AsyncIterable<Buffer>)
      const options = { organizationId, by: actorOf(context.principal), now: new Date() }
      const result = await importManifest(scope, manifest, query.dry_run, options)
      return result ? { status: 200, body: result } : unknownOf('integration_source')
    },
  }) satisfies Partial<Handlers>
