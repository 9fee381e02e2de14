import { and, eq, sql } from 'drizzle-orm'
import { type ExpectedVersions, isExpected } from '../db/change-row.ts'
import type { Executor, Transaction } from '../db/client.ts'
import { createKeysetList } from '../db/keyset.ts'
import {
  type DescriptionSource,
  type DescriptionVersionRow,
  descriptionLayers,
  descriptionVersions,
  organizations,
} from '../db/schema.ts'
import type { Description, LayerWrite, ResourceDescription } from './description.ts'
import { versionedDescription } from './mapping.ts'
import { findResource, kindsOf, lockResources, storeEffective } from './resources.ts'
import {
  type DescriptionWrite,
  type LockedResource,
  type MachineProvenance,
  type WriteOutcome,
  type WritingOptions,
  writeLayers,
} from './write-layers.ts'

/** The outcome of a write to one layer. */
export type LayerOutcome =
  | { outcome: 'resource_missing' | 'layer_missing' | 'version_missing' | 'stale' }
  | { outcome: 'written'; description: ResourceDescription; shadowedBy: DescriptionSource | undefined }

/**
 * Writes layers of locked resources, and stores the new effective descriptions in the rows of the resources.
 */
export async function writeDescriptions(
  transaction: Transaction,
  writes: readonly DescriptionWrite[],
  options: WritingOptions,
): Promise<WriteOutcome[]> {
  const outcomes = await writeLayers(transaction, writes, options)
  const written = writes.map(({ resource }, index) => ({
    resource,
    outcome: outcomes[index] as WriteOutcome,
  }))
  await storeEffective(transaction, written, options)
  return outcomes
}

/** Reads and writes the descriptions of resources of any kind. */
export function createDescriptionRepository(db: Executor) {
  const read = async (
    transaction: Transaction,
    organizationId: string,
    { id, kind, integrationSourceId }: Omit<LockedResource, 'description'>,
    description: Description,
  ): Promise<ResourceDescription> => {
    const layers = await transaction
      .select()
      .from(descriptionLayers)
      .where(and(eq(descriptionLayers.organizationId, organizationId), eq(descriptionLayers.resourceId, id)))
      .orderBy(
        sql`description_rank(
          (
            SELECT ${organizations.descriptionPrecedence} FROM ${organizations}
            WHERE ${organizations.id} = ${organizationId}
          ),
          ${descriptionLayers.descriptionSource})`,
      )
    return { resourceId: id, kind, integrationSourceId, description, layers }
  }

  /** Locks one resource, and writes the layer that `decide` returns. */
  const change = async (
    {
      organizationId,
      resourceId,
      expected,
    }: { organizationId: string; resourceId: string; expected: ExpectedVersions },
    options: WritingOptions,
    decide: (
      transaction: Transaction,
      resource: LockedResource,
    ) => Promise<DescriptionWrite | 'layer_missing' | 'version_missing'>,
  ): Promise<LayerOutcome> =>
    db.transaction(async (transaction): Promise<LayerOutcome> => {
      const resource = (await lockResources(transaction, organizationId, [resourceId])).get(resourceId)
      if (!resource) return { outcome: 'resource_missing' }
      const write = await decide(transaction, resource)
      if (typeof write === 'string') return { outcome: write }
      if (expected) {
        const current = await read(transaction, organizationId, resource, resource.description)
        if (!isExpected(expected, versionedDescription(current).version)) return { outcome: 'stale' }
      }
      const [outcome] = (await writeDescriptions(transaction, [write], options)) as [WriteOutcome]
      const description = await read(transaction, organizationId, resource, outcome.description)
      return { outcome: 'written', description, shadowedBy: outcome.shadowedBy }
    })

  return {
    /** Reads the description of a resource with its layers; undefined when the resource does not exist. */
    get: async (organizationId: string, resourceId: string): Promise<ResourceDescription | undefined> =>
      db.transaction(
        async (transaction) => {
          const resource = await findResource(transaction, organizationId, resourceId)
          return resource && read(transaction, organizationId, resource, resource.description)
        },
        // Reads the row and its layers from one snapshot.
        { isolationLevel: 'repeatable read', accessMode: 'read only' },
      ),

    exists: async (organizationId: string, resourceId: string): Promise<boolean> =>
      (await kindsOf(db, organizationId, [resourceId])).size > 0,

    /** The history of a resource, the newest first; values `organizationId` and `resourceId`. */
    versions: createKeysetList<DescriptionVersionRow>(db, descriptionVersions, {
      name: 'list',
      where: and(
        eq(descriptionVersions.organizationId, sql.placeholder('organizationId')),
        eq(descriptionVersions.resourceId, sql.placeholder('resourceId')),
      ),
      order: { version: descriptionVersions.version },
      descending: true,
    }),

    /** Writes one layer. */
    put: (
      target: { organizationId: string; resourceId: string; expected: ExpectedVersions },
      layer: LayerWrite & MachineProvenance,
      options: WritingOptions,
    ): Promise<LayerOutcome> => change(target, options, async (_, resource) => ({ ...layer, resource })),

    /** Removes one layer. */
    remove: (
      target: { organizationId: string; resourceId: string; expected: ExpectedVersions },
      descriptionSource: DescriptionSource,
      options: WritingOptions,
    ): Promise<LayerOutcome> =>
      change(target, options, async (transaction, resource) => {
        const { organizationId, resourceId } = target
        const count = await transaction.$count(
          descriptionLayers,
          and(
            eq(descriptionLayers.organizationId, organizationId),
            eq(descriptionLayers.resourceId, resourceId),
            eq(descriptionLayers.descriptionSource, descriptionSource),
          ),
        )
        if (count === 0) return 'layer_missing'
        return { descriptionSource, description: null, isRemoved: true, resource }
      }),

    /** Writes the text of an earlier version to its layer. */
    restore: (
      target: { organizationId: string; resourceId: string; expected: ExpectedVersions },
      version: number,
      options: WritingOptions,
    ): Promise<LayerOutcome> =>
      change(target, options, async (transaction, resource) => {
        const { organizationId, resourceId } = target
        const [row] = await transaction
          .select()
          .from(descriptionVersions)
          .where(
            and(
              eq(descriptionVersions.organizationId, organizationId),
              eq(descriptionVersions.resourceId, resourceId),
              eq(descriptionVersions.version, version),
            ),
          )
        if (!row) return 'version_missing'
        const { descriptionSource, description, descriptionGeneratedAt, model, promptVersion, confidence } =
          row
        return {
          resource,
          operation: 'restored',
          restoredVersion: version,
          descriptionSource,
          description,
          ...(descriptionGeneratedAt && { descriptionGeneratedAt }),
          isRemoved: descriptionGeneratedAt === null,
          model,
          promptVersion,
          confidence,
        }
      }),
  }
}

export type DescriptionRepository = ReturnType<typeof createDescriptionRepository>
