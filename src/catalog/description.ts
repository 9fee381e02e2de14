import type { Principal } from '../identity/principal.ts'

/** How a description came to be. */
export type DescriptionSource = 'ai_generated' | 'manual_edit' | 'imported' | 'information_schema'

/** The description of a row. */
export interface Description {
  description: string | null
  descriptionSource: DescriptionSource | null
  descriptionGeneratedAt: Date | null
  descriptionVersion: number
}

/** The description as a request gives it: a missing field stays as it is. */
export interface DescriptionInput {
  description?: string | null
  description_source?: DescriptionSource | null
  description_generated_at?: string | null
}

const noText = { description: null, descriptionSource: null, descriptionGeneratedAt: null }

/**
 * Applies what a request says to a description. Without a source a text counts as a person's edit, or as imported
 * when a service wrote it; without a time it gets this one. Provenance without a text is not kept. The version rises
 * by one when the text changes, and only then.
 *
 * @param current the description so far; for a new resource `newDescription`
 */
export function changeDescription(
  current: Description,
  input: DescriptionInput,
  { kind }: Pick<Principal, 'kind'>,
  now: Date,
): Description {
  const { description: text = current.description, description_source, description_generated_at } = input
  const descriptionVersion = current.descriptionVersion + (text === current.description ? 0 : 1)
  if (text === null) return { ...noText, descriptionVersion }
  const writer = kind === 'service' ? 'imported' : 'manual_edit'
  const isWritten = input.description !== undefined
  const source =
    description_source ?? (isWritten || description_source === null ? writer : current.descriptionSource)
  const isNew = text !== current.description || source !== current.descriptionSource
  const takesNow = description_generated_at === null || (isWritten && isNew)
  return {
    description: text,
    descriptionSource: source,
    descriptionGeneratedAt: description_generated_at
      ? new Date(description_generated_at)
      : takesNow
        ? now
        : current.descriptionGeneratedAt,
    descriptionVersion,
  }
}

/** The description of a new resource, at version 1 with or without a text. */
export function newDescription(
  input: DescriptionInput,
  principal: Pick<Principal, 'kind'>,
  now: Date,
): Description {
  return {
    ...changeDescription({ ...noText, descriptionVersion: 1 }, input, principal, now),
    descriptionVersion: 1,
  }
}

/** The description as the contract answers it. */
export const describedBy = (row: Description) => ({
  description: row.description,
  description_source: row.descriptionSource,
  description_generated_at: row.descriptionGeneratedAt?.toISOString() ?? null,
  description_version: row.descriptionVersion,
})
