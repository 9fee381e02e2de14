import type { DescribedKind } from '../db/kinds.ts'
import type { DescriptionLayerRow, DescriptionSource } from '../db/schema.ts'
import type { Principal } from '../identity/principal.ts'
import { knownTime } from '../values/read-time.ts'

/** The effective description of a row. */
export interface Description {
  description: string | null
  descriptionSource: DescriptionSource | null
  descriptionGeneratedAt: Date | null
  descriptionVersion: number
  /** What has changed since a machine wrote the text. */
  descriptionStaleReason: string | null
}

/** The description as a request gives it: a missing field stays as it is. */
export interface DescriptionInput {
  description?: string | null
  description_source?: DescriptionSource | null
  description_generated_at?: string | null
}

/** What is written to one layer of a description. */
export interface LayerWrite {
  descriptionSource: DescriptionSource
  /** Null takes the layer away; in the layer of people it is their word that there is no description. */
  description: string | null
  /** Takes the layer of people away, too. */
  isRemoved?: boolean
  /** Left out, a new text gets the present time, and the same text keeps its own. */
  descriptionGeneratedAt?: Date
}

/** The text of a description as it is kept: one of nothing but white space says nothing, so it is none. */
export const keptText = <Text extends string | null | undefined>(text: Text): Text | null =>
  typeof text === 'string' && text.trim() === '' ? null : text

/** The layer of a text that does not say how it came to be. */
export const ownLayer = ({ kind }: Pick<Principal, 'kind'>): DescriptionSource =>
  kind === 'service' ? 'imported' : 'manual_edit'

const noText = {
  description: null,
  descriptionSource: null,
  descriptionGeneratedAt: null,
  descriptionStaleReason: null,
}

/** The description of a new resource, at version 1 with or without a text. Provenance without a text is not kept. */
export function newDescription(
  { description, description_source: source, description_generated_at: time }: DescriptionInput,
  principal: Pick<Principal, 'kind'>,
  now: Date,
): Description {
  const text = keptText(description)
  if (text === undefined || text === null) {
    return { ...noText, descriptionVersion: 1 }
  }
  return {
    description: text,
    descriptionSource: source ?? ownLayer(principal),
    descriptionGeneratedAt: time ? knownTime(time) : now,
    descriptionVersion: 1,
    descriptionStaleReason: null,
  }
}

/**
 * The layers that an update writes, one after the other. Without a source, a text goes to the layer of its writer. A
 * source without a text says how the text that is there came to be: it moves to that layer. A time alone is that of the
 * layer that is effective.
 *
 * @returns nothing when the update says nothing of the description, or provenance where there is no text
 */
export function layerWritesOf(
  { description: given, description_source: source, description_generated_at: time }: DescriptionInput,
  current: Description,
  principal: Pick<Principal, 'kind'>,
  now: Date,
): LayerWrite[] {
  const at = time ? { descriptionGeneratedAt: knownTime(time) } : {}
  const text = keptText(given)
  if (text !== undefined) {
    return [{ descriptionSource: source ?? ownLayer(principal), description: text, ...at }]
  }
  const { description, descriptionSource: from, descriptionGeneratedAt: before } = current
  if (from === null || before === null || (source === undefined && time === undefined)) return []
  const layer = source ?? (source === null ? ownLayer(principal) : from)
  const kept = { descriptionGeneratedAt: time === null ? now : before, ...at }
  const moved: LayerWrite = { descriptionSource: layer, description, ...kept }
  return layer === from ? [moved] : [moved, { descriptionSource: from, description: null, isRemoved: true }]
}

/** The description as the contract answers it. */
export const describedBy = (row: Description) => ({
  description: row.description,
  description_source: row.descriptionSource,
  description_generated_at: row.descriptionGeneratedAt?.toISOString() ?? null,
  description_version: row.descriptionVersion,
  description_stale_reason: row.descriptionStaleReason,
})

/** The description of a resource with its layers, the highest first. */
export interface ResourceDescription {
  resourceId: string
  kind: DescribedKind
  integrationSourceId: string
  description: Description
  layers: DescriptionLayerRow[]
}
