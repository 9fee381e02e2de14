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
  /** How the structure changed since the text was generated; null for a text that is not stale. */
  descriptionStaleReason: string | null
}

/** The description in the body of a request; a missing property is left unchanged. */
export interface DescriptionInput {
  description?: string | null
  description_source?: DescriptionSource | null
  description_generated_at?: string | null
}

/** A write to one layer of a description. */
export interface LayerWrite {
  descriptionSource: DescriptionSource
  /**
   * Null removes the layer, except in `manual_edit`, where it is the decision that there is no description.
   */
  description: string | null
  /** Removes the layer, also in `manual_edit`. */
  isRemoved?: boolean
  /** By default the current time for a new text; an unchanged text keeps its time. */
  descriptionGeneratedAt?: Date
}

/** Normalizes the text of a description: a blank text is null. */
export const keptText = <Text extends string | null | undefined>(text: Text): Text | null =>
  typeof text === 'string' && text.trim() === '' ? null : text

/** The layer of a text without a `description_source`. */
export const ownLayer = ({ kind }: Pick<Principal, 'kind'>): DescriptionSource =>
  kind === 'service' ? 'imported' : 'manual_edit'

const noText = {
  description: null,
  descriptionSource: null,
  descriptionGeneratedAt: null,
  descriptionStaleReason: null,
}

/**
 * The description of a new resource, at version 1 with or without a text. Ignores source and time without a
 * text.
 */
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
 * The layer writes of an update, in order. A text without a source is written to the layer of the caller. A
 * source without a text moves the effective text to that layer. A time alone sets the time of the effective
 * layer.
 *
 * @returns an empty array when the update does not contain a description, or has a source or time but the
 *   resource has no text
 */
export function layerWritesOf(
  { description: newText, description_source: source, description_generated_at: time }: DescriptionInput,
  current: Description,
  principal: Pick<Principal, 'kind'>,
  now: Date,
): LayerWrite[] {
  const generatedAt = time ? { descriptionGeneratedAt: knownTime(time) } : {}
  const text = keptText(newText)
  if (text !== undefined) {
    return [{ descriptionSource: source ?? ownLayer(principal), description: text, ...generatedAt }]
  }
  const { description, descriptionSource: from, descriptionGeneratedAt: before } = current
  if (from === null || before === null || (source === undefined && time === undefined)) return []
  const layer = source ?? (source === null ? ownLayer(principal) : from)
  const moved: LayerWrite = {
    descriptionSource: layer,
    description,
    descriptionGeneratedAt: time === null ? now : before,
    ...generatedAt,
  }
  return layer === from ? [moved] : [moved, { descriptionSource: from, description: null, isRemoved: true }]
}

/** The properties of a description in an answer. */
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
