import type { components } from '../contract/handlers.ts'
import type { DescriptionLayerRow, DescriptionProposalRow, DescriptionVersionRow } from '../db/schema.ts'
import { versioned } from '../http/answering/conditional.ts'
import { readActor } from '../identity/principal.ts'
import { describedBy, type ResourceDescription } from './description.ts'
import type { MachineProvenance } from './write-layers.ts'

/** The origin of a generated text, from the body of a request. */
export const machineOf = (body: {
  model?: string | null
  prompt_version?: string | null
  confidence?: number | null
}): MachineProvenance => ({
  model: body.model ?? null,
  promptVersion: body.prompt_version ?? null,
  confidence: body.confidence ?? null,
})

const machineBy = (row: MachineProvenance) => ({
  model: row.model,
  prompt_version: row.promptVersion,
  confidence: row.confidence,
})

const toLayer = (row: DescriptionLayerRow): components['schemas']['DescriptionLayer'] => ({
  description_source: row.descriptionSource,
  description: row.description,
  description_generated_at: row.descriptionGeneratedAt.toISOString(),
  author: readActor(row.author),
  written_at: row.writtenAt.toISOString(),
  stale_reason: row.staleReason,
  stale_since: row.staleSince?.toISOString() ?? null,
  ...machineBy(row),
})

const toResourceDescription = ({
  description,
  layers,
  ...resource
}: ResourceDescription): components['schemas']['ResourceDescription'] => ({
  resource_id: resource.resourceId,
  kind: resource.kind,
  integration_source_id: resource.integrationSourceId,
  ...describedBy(description),
  layers: layers.map(toLayer),
})

/**
 * The description of a resource in an answer, and its version. The version covers the layers, which have
 * their own rows.
 */
export const versionedDescription = (description: ResourceDescription) =>
  versioned(description.resourceId, toResourceDescription(description))

export const toDescriptionVersion = (
  row: DescriptionVersionRow,
): components['schemas']['DescriptionVersion'] => ({
  version: row.version,
  operation: row.operation,
  description_source: row.descriptionSource,
  description: row.description,
  description_generated_at: row.descriptionGeneratedAt?.toISOString() ?? null,
  author: readActor(row.author),
  occurred_at: row.occurredAt.toISOString(),
  ...machineBy(row),
  description_version: row.descriptionVersion,
  is_effective: row.isEffective,
  restored_version: row.restoredVersion,
  proposal_id: row.proposalId,
})

export const toDescriptionProposal = (
  row: DescriptionProposalRow,
): components['schemas']['DescriptionProposal'] => ({
  id: row.id,
  resource_id: row.resourceId,
  kind: row.kind,
  integration_source_id: row.integrationSourceId,
  description_source: row.descriptionSource,
  description: row.description,
  ...machineBy(row),
  proposed_by: readActor(row.proposedBy),
  status: row.status,
  decided_by: row.decidedBy === null ? null : readActor(row.decidedBy),
  decided_at: row.decidedAt?.toISOString() ?? null,
  comment: row.comment,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
