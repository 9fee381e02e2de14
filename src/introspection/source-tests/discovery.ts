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

interface DiscoveryParts {
  readonly sources: Pick<IntegrationSourceRepository, 'get'>
  readonly databases: Pick<DatabaseRepository, 'idsByName' | 'createAll'>
  readonly credentials: Pick<CredentialStore, 'read'>
  readonly connectors: ConnectorOptions
  readonly takeTestSlot: TakeTestSlot
}

/** The ids of databases, by normalized name. */
type Ids = ReadonlyMap<string, string>

/** Maps a discovered database to its representation in the contract. */
function discovered(name: string, present: Ids, added: Ids): components['schemas']['DiscoveredDatabase'] {
  const normalized = normalizedName(name)
  const [addedId, presentId] = [added.get(normalized), present.get(normalized)]
  if (addedId !== undefined) return { name: normalized, outcome: 'added', database_id: addedId }
  if (presentId !== undefined) return { name: normalized, outcome: 'present', database_id: presentId }
  // The name may have characters that cannot be shown, e.g. NUL or an unpaired surrogate.
  const printable = name.replaceAll('\0', '\uFFFD').toWellFormed()
  return { name: printable, outcome: isStorable(name) ? 'found' : 'unsuitable', database_id: null }
}

/** The operation that lists the databases of a source system, and can add them to the catalog. */
export function discoveryHandlers({
  sources,
  databases,
  credentials,
  connectors,
  takeTestSlot,
}: DiscoveryParts) {
  /** Adds databases by name. Returns undefined when the source was deleted meanwhile. */
  const add = async (
    source: IntegrationSourceRow,
    names: readonly string[],
    isActive: boolean,
    context: RequestContext,
  ): Promise<{ added: Ids; taken: Ids } | undefined> => {
    const parent = { organizationId: source.organizationId, integrationSourceId: source.id }
    const rows = names.map((name) => newDatabase(parent, name, { is_active: isActive }, context))
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
      const releaseSlot = takeTestSlot(source.organizationId)
      if (!releaseSlot) return tooManyTests()
      let names: string[]
      try {
        const stored = await credentials.read(source.organizationId, source.id)
        const { settings, ...reach } = reachOf(source, stored, connectors)
        const connection = { ...reach, connectorType: source.connectorType }
        names = await listSourceDatabases(connection, settings, context.abandoned())
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error
        return { status: 200, body: { succeeded: false, detail: error.message, databases: [] } }
      } finally {
        releaseSlot()
      }
      // Two names that differ in the source system may be the same in the catalog, after normalization.
      const suitable = [...new Set(names.filter(isStorable).map(normalizedName))]
      const present = await databases.idsByName(source, suitable)
      const missing = body.add === 'nothing' ? [] : suitable.filter((name) => !present.has(name))
      const result = await add(source, missing, body.add === 'active', context)
      if (!result) return unknownOf('integration_source')
      // Databases that another request added meanwhile count as present.
      const all = new Map([...present, ...result.taken])
      const found = names.map((name) => discovered(name, all, result.added))
      return {
        status: 200,
        body: { succeeded: true, detail: foundDatabases(found.length), databases: found },
      }
    },
  } satisfies Partial<Handlers>
}
