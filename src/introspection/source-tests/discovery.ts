import { newDatabase } from '../../catalog/databases/new-database.ts'
import type { DatabaseRepository } from '../../catalog/databases/repository.ts'
import type { IntegrationSourceRepository } from '../../catalog/integration-sources/repository.ts'
import type { components } from '../../contract/handlers.ts'
import type { IntegrationSourceRow } from '../../db/schema.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/binding/operation.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import type { CredentialStore } from '../../identity/credentials/store.ts'
import { normalizedName } from '../../values/name.ts'
import { foundDatabases } from '../connectors/checks.ts'
import { ConnectorError } from '../connectors/connector-error.ts'
import { reachOf } from '../connectors/own-source.ts'
import type { ConnectorOptions } from '../connectors/settings.ts'
import { isStorable } from '../connectors/storable.ts'
import { type TakeTestSlot, tooManyTests } from '../connectors/test-slots.ts'
import { listSourceDatabases } from '../connectors/test-source.ts'

/** What discovery needs. */
interface DiscoveryParts {
  readonly sources: Pick<IntegrationSourceRepository, 'get'>
  readonly databases: Pick<DatabaseRepository, 'idsByName' | 'createAll'>
  readonly credentials: Pick<CredentialStore, 'read'>
  readonly connectors: ConnectorOptions
  readonly takeTestSlot: TakeTestSlot
}

/** Ids by the name as it is kept. */
type Ids = ReadonlyMap<string, string>

/** A database as the answer tells of it. */
function discovered(name: string, present: Ids, added: Ids): components['schemas']['DiscoveredDatabase'] {
  const kept = normalizedName(name)
  const [addedId, presentId] = [added.get(kept), present.get(kept)]
  if (addedId !== undefined) return { name: kept, outcome: 'added', database_id: addedId }
  if (presentId !== undefined) return { name: kept, outcome: 'present', database_id: presentId }
  // What cannot be kept cannot be shown as it is, either.
  const shown = name.replaceAll('\0', '\uFFFD').toWellFormed()
  return { name: shown, outcome: isStorable(name) ? 'found' : 'unsuitable', database_id: null }
}

/** The operation that asks a system for its databases, and may add them to the catalog. */
export function discoveryHandlers({
  sources,
  databases,
  credentials,
  connectors,
  takeTestSlot,
}: DiscoveryParts) {
  /** Adds databases by their names. Undefined when the source is gone meanwhile. */
  const add = async (
    source: IntegrationSourceRow,
    names: readonly string[],
    isActive: boolean,
    context: RequestContext,
  ): Promise<{ added: Ids; taken: Ids } | undefined> => {
    const place = { organizationId: source.organizationId, integrationSourceId: source.id }
    const rows = names.map((name) => newDatabase(place, name, { is_active: isActive }, context))
    const outcomes = await databases.createAll(rows)
    const added = new Map<string, string>()
    const taken = new Map<string, string>()
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.outcome === 'parent_missing') return undefined
      const { name, id } = rows[index] as (typeof rows)[number]
      if (outcome.outcome === 'taken') taken.set(name, outcome.existingId)
      else added.set(name, id)
    }
    return { added, taken }
  }

  return {
    async discoverIntegrationSourceDatabases({ params, body }, context) {
      const key = { organizationId: organizationOf(context), id: params.source_id }
      const source = await sources.get(key)
      if (!source) return unknownOf('integration_source')
      const leave = takeTestSlot(source.organizationId)
      if (!leave) return tooManyTests()
      let names: string[]
      try {
        const stored = await credentials.read(source.organizationId, source.id)
        const { settings, ...reach } = reachOf(source, stored, connectors)
        const given = { ...reach, connectorType: source.connectorType }
        names = await listSourceDatabases(given, settings, context.abandoned())
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error
        return { status: 200, body: { succeeded: false, detail: error.message, databases: [] } }
      } finally {
        leave()
      }
      // Two names that a system tells apart may be one in the catalog.
      const suitable = [...new Set(names.filter(isStorable).map(normalizedName))]
      const present = await databases.idsByName(source, suitable)
      const missing = body.add === 'nothing' ? [] : suitable.filter((name) => !present.has(name))
      const result = await add(source, missing, body.add === 'active', context)
      if (!result) return unknownOf('integration_source')
      // What somebody else added meanwhile was there when this was asked for.
      const all = new Map([...present, ...result.taken])
      const found = names.map((name) => discovered(name, all, result.added))
      return {
        status: 200,
        body: { succeeded: true, detail: foundDatabases(found.length), databases: found },
      }
    },
  } satisfies Partial<Handlers>
}
