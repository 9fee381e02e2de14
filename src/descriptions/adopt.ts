import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '../db/client.ts'
import type { DescribedKind } from '../db/kinds.ts'
import { type DescriptionLayerRow, descriptionLayers, descriptionSources } from '../db/schema.ts'
import { writeDescriptions } from './repository.ts'
import { batches, lockManyResources } from './resources.ts'
import type { DescriptionWrite, LockedResource, WritingOptions } from './write-layers.ts'

/** A resource, and the one of the same kind that takes over what is said of it. */
export interface Adoption {
  kind: DescribedKind
  from: string
  to: string
}

/** Both of them, locked. */
interface LockedAdoption {
  from: LockedResource
  to: LockedResource
}

const pairsOf = (adoptions: readonly LockedAdoption[]) =>
  sql`json_to_recordset(${JSON.stringify(
    adoptions.map(({ from, to }) => ({
      giver: from.id,
      taker: to.id,
      kind: to.kind,
      source: to.integrationSourceId,
      description_version: to.description.descriptionVersion,
    })),
  )}::json) AS pair(giver uuid, taker uuid, kind text, source uuid, description_version integer)`

/** Those of which something was said. */
async function describedOf(
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

/** Puts the history of each behind that of the one that takes over. Nothing of it was said of that one, so none is effective. */
async function adoptHistory(
  transaction: Transaction,
  adoptions: readonly LockedAdoption[],
  { organizationId }: WritingOptions,
): Promise<void> {
  const pairs = pairsOf(adoptions)
  await transaction.execute(sql`
    INSERT INTO described_resources (organization_id, resource_id, kind, integration_source_id)
    SELECT ${organizationId}::uuid, taker, kind, source FROM ${pairs} ORDER BY taker ON CONFLICT DO NOTHING`)
  await transaction.execute(sql`
    INSERT INTO description_versions (organization_id, resource_id, version, operation, description_source, description,
      description_generated_at, author, occurred_at, model, prompt_version, confidence, description_version, is_effective,
      restored_version, proposal_id)
    SELECT ${organizationId}::uuid, pair.taker, known.version + given.version, given.operation, given.description_source,
      given.description, given.description_generated_at, given.author, given.occurred_at, given.model, given.prompt_version,
      given.confidence, pair.description_version, false, known.version + given.restored_version, given.proposal_id
    FROM ${pairs} JOIN described_resources AS known
      ON known.organization_id = ${organizationId} AND known.resource_id = pair.taker
    JOIN description_versions AS given
      ON given.organization_id = ${organizationId} AND given.resource_id = pair.giver`)
  await transaction.execute(sql`
    UPDATE described_resources AS known SET version = known.version + given.version, revision = known.revision + 1
    FROM ${pairs} JOIN described_resources AS given
      ON given.organization_id = ${organizationId} AND given.resource_id = pair.giver
    WHERE known.organization_id = ${organizationId} AND known.resource_id = pair.taker`)
}

/** Lets proposed texts wait for the one that takes over. */
async function adoptProposals(
  transaction: Transaction,
  adoptions: readonly LockedAdoption[],
  { organizationId, by, now }: WritingOptions,
): Promise<void> {
  await transaction.execute(sql`
    UPDATE description_proposals AS proposal SET resource_id = pair.taker, revision = proposal.revision + 1,
      updated_at = ${now.toISOString()}::timestamptz, changed_by = ${by}
    FROM ${pairsOf(adoptions)}
    WHERE proposal.organization_id = ${organizationId} AND proposal.resource_id = pair.giver`)
}

/**
 * Writes the layers that the other one has and this one has not. What this one has stays, but for the comment in the
 * system itself, of which there is only the present one.
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
      const given = layers.get(`${from.id}/${descriptionSource}`)
      const isKept = descriptionSource !== 'information_schema' && layers.has(`${to.id}/${descriptionSource}`)
      return given && !isKept ? [{ ...textOf(given), resource: to }] : []
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
 * Lets resources take over what is said of others, which are about to go: history, proposals, and the layers that they do
 * not have themselves. So no text is lost, and none that they have gives way to one that nobody compared with it.
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
  const both = adoptions.flatMap(({ from, to }): LockedAdoption[] => {
    const [giver, taker] = [locked.get(from), locked.get(to)]
    return giver && taker ? [{ from: giver, to: taker }] : []
  })
  for (const some of batches(await describedOf(transaction, both, options))) {
    await adoptHistory(transaction, some, options)
    await adoptProposals(transaction, some, options)
    await adoptLayers(transaction, some, options)
  }
}
