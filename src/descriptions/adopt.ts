import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '../db/client.ts'
import type { DescribedKind } from '../db/kinds.ts'
import { type DescriptionLayerRow, descriptionLayers, descriptionSources } from '../db/schema.ts'
import { writeDescriptions } from './repository.ts'
import { batches, lockManyResources } from './resources.ts'
import type { DescriptionWrite, LockedResource, WritingOptions } from './write-layers.ts'

/** The ids of a resource and of another one of the same kind that takes over its descriptions. */
export interface Adoption {
  kind: DescribedKind
  from: string
  to: string
}

/** Both resources, locked. */
interface LockedAdoption {
  from: LockedResource
  to: LockedResource
}

const pairsOf = (adoptions: readonly LockedAdoption[]) =>
  sql`json_to_recordset(${JSON.stringify(
    adoptions.map(({ from, to }) => ({
      from_id: from.id,
      to_id: to.id,
      kind: to.kind,
      source: to.integrationSourceId,
      description_version: to.description.descriptionVersion,
    })),
  )}::json) AS pair(from_id uuid, to_id uuid, kind text, source uuid, description_version integer)`

/** Selects the adoptions whose old resource has or had a description. */
async function withDescriptions(
  transaction: Transaction,
  adoptions: readonly LockedAdoption[],
  { organizationId }: WritingOptions,
): Promise<LockedAdoption[]> {
  const ids = `{${adoptions.map(({ from }) => from.id).join()}}`
  const rows = await transaction.execute<{ id: string }>(sql`SELECT resource_id AS id FROM described_resources
    WHERE organization_id = ${organizationId} AND resource_id = ANY(${ids}::uuid[])`)
  const described = new Set(rows.map(({ id }) => id))
  return adoptions.filter(({ from }) => described.has(from.id))
}

/**
 * Appends the history of each old resource to that of the new one. The versions are not effective, since they
 * never changed the effective description of the new resource.
 */
async function adoptHistory(
  transaction: Transaction,
  adoptions: readonly LockedAdoption[],
  { organizationId }: WritingOptions,
): Promise<void> {
  const pairs = pairsOf(adoptions)
  await transaction.execute(sql`
    INSERT INTO described_resources (organization_id, resource_id, kind, integration_source_id)
    SELECT ${organizationId}::uuid, to_id, kind, source FROM ${pairs} ORDER BY to_id ON CONFLICT DO NOTHING`)
  await transaction.execute(sql`
    INSERT INTO description_versions (
      organization_id, resource_id, version, operation, description_source, description,
      description_generated_at, author, occurred_at, model, prompt_version, confidence,
      description_version, is_effective, restored_version, proposal_id)
    SELECT ${organizationId}::uuid, pair.to_id, new.version + old.version, old.operation,
      old.description_source, old.description, old.description_generated_at, old.author, old.occurred_at,
      old.model, old.prompt_version, old.confidence, pair.description_version, false,
      new.version + old.restored_version, old.proposal_id
    FROM ${pairs}
      JOIN described_resources AS new
        ON new.organization_id = ${organizationId} AND new.resource_id = pair.to_id
      JOIN description_versions AS old
        ON old.organization_id = ${organizationId} AND old.resource_id = pair.from_id`)
  await transaction.execute(sql`
    UPDATE described_resources AS new SET version = new.version + old.version, revision = new.revision + 1
    FROM ${pairs} JOIN described_resources AS old
      ON old.organization_id = ${organizationId} AND old.resource_id = pair.from_id
    WHERE new.organization_id = ${organizationId} AND new.resource_id = pair.to_id`)
}

/** Moves proposals from each old resource to the new one. */
async function adoptProposals(
  transaction: Transaction,
  adoptions: readonly LockedAdoption[],
  { organizationId, by, now }: WritingOptions,
): Promise<void> {
  await transaction.execute(sql`
    UPDATE description_proposals AS proposal SET resource_id = pair.to_id, revision = proposal.revision + 1,
      updated_at = ${now.toISOString()}::timestamptz, changed_by = ${by}
    FROM ${pairsOf(adoptions)}
    WHERE proposal.organization_id = ${organizationId} AND proposal.resource_id = pair.from_id`)
}

/**
 * Copies layers from each old resource to the new one, except layers that the new one already has. The layer
 * `information_schema` is always copied, as it is the current comment in the source system.
 */
async function adoptLayers(
  transaction: Transaction,
  adoptions: readonly LockedAdoption[],
  options: WritingOptions,
): Promise<void> {
  const ids = adoptions.flatMap(({ from, to }) => [from.id, to.id])
  const rows = await transaction
    .select()
    .from(descriptionLayers)
    .where(
      and(
        eq(descriptionLayers.organizationId, options.organizationId),
        inArray(descriptionLayers.resourceId, ids),
      ),
    )
  const layers = new Map(rows.map((row) => [`${row.resourceId}/${row.descriptionSource}`, row]))
  for (const descriptionSource of descriptionSources) {
    const writes = adoptions.flatMap(({ from, to }): DescriptionWrite[] => {
      const layer = layers.get(`${from.id}/${descriptionSource}`)
      const isKept = descriptionSource !== 'information_schema' && layers.has(`${to.id}/${descriptionSource}`)
      return layer && !isKept ? [{ ...textOf(layer), resource: to }] : []
    })
    if (writes.length === 0) continue
    const outcomes = await writeDescriptions(transaction, writes, options)
    for (const [index, { resource }] of writes.entries()) {
      const outcome = outcomes[index]
      if (outcome) resource.description = outcome.description
    }
  }
}

const textOf = (layer: DescriptionLayerRow) => ({
  descriptionSource: layer.descriptionSource,
  description: layer.description,
  descriptionGeneratedAt: layer.descriptionGeneratedAt,
  model: layer.model,
  promptVersion: layer.promptVersion,
  confidence: layer.confidence,
})

/**
 * Moves descriptions to other resources before their own resources are deleted: the history, proposals, and
 * layers that the other resource does not have. So no text is lost, and no text is replaced without review.
 */
export async function adoptDescriptions(
  transaction: Transaction,
  adoptions: readonly Adoption[],
  options: WritingOptions,
): Promise<void> {
  const locked = await lockManyResources(
    transaction,
    options.organizationId,
    adoptions.flatMap(({ kind, from, to }) => [
      { kind, id: from },
      { kind, id: to },
    ]),
  )
  const lockedAdoptions = adoptions.flatMap(({ from, to }): LockedAdoption[] => {
    const [lockedFrom, lockedTo] = [locked.get(from), locked.get(to)]
    return lockedFrom && lockedTo ? [{ from: lockedFrom, to: lockedTo }] : []
  })
  for (const batch of batches(await withDescriptions(transaction, lockedAdoptions, options))) {
    await adoptHistory(transaction, batch, options)
    await adoptProposals(transaction, batch, options)
    await adoptLayers(transaction, batch, options)
  }
}
