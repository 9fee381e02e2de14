import type { Transaction } from '../db/client.ts'
import type { DescribedKind } from '../db/kinds.ts'
import type { DescriptionSource } from '../db/schema.ts'
import type { Principal } from '../identity/principal.ts'
import { actorOf } from '../identity/principal.ts'
import { type Description, type DescriptionInput, layerWritesOf } from './description.ts'
import { type WriteOutcome, writeLayers } from './write-layers.ts'

/** A row of a described resource. */
export interface DescribedRow extends Description {
  organizationId: string
  id: string
  /** Missing in a source. */
  integrationSourceId?: string
}

/**
 * The part of a resource update that concerns its description, for the option `change` of `changeRow`: writes
 * the layer and returns the new effective description.
 */
export function descriptionChange(
  kind: DescribedKind,
  body: DescriptionInput,
  { principal, now }: { principal: Principal; now: Date },
) {
  let shadowedBy: DescriptionSource | undefined
  return {
    /** Writes the layer; returns the description afterwards. The transaction must have locked the row. */
    change: async (row: DescribedRow, transaction: Transaction): Promise<Description> => {
      const { id, organizationId, integrationSourceId = id } = row
      let description: Description = row
      for (const write of layerWritesOf(body, row, principal, now)) {
        const resource = { kind, id, integrationSourceId, description }
        const options = { organizationId, by: actorOf(principal), now }
        const [outcome] = (await writeLayers(transaction, [{ ...write, resource }], options)) as [
          WriteOutcome,
        ]
        ;({ description, shadowedBy } = outcome)
      }
      return {
        description: description.description,
        descriptionSource: description.descriptionSource,
        descriptionGeneratedAt: description.descriptionGeneratedAt,
        descriptionVersion: description.descriptionVersion,
        descriptionStaleReason: description.descriptionStaleReason,
      }
    },
    /** The header that names the layer that shadows the written one. */
    headers: () => (shadowedBy ? { 'description-shadowed-by': shadowedBy } : {}),
  }
}
