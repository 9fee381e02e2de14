import type { Transaction } from '../db/client.ts'
import type { DescribedKind } from '../db/kinds.ts'
import type { DescriptionSource } from '../db/schema.ts'
import type { Principal } from '../identity/principal.ts'
import { actorOf } from '../identity/principal.ts'
import { type Description, type DescriptionInput, layerWritesOf } from './description.ts'
import { type WriteOutcome, writeLayers } from './write-layers.ts'

/** A row of a table of described resources. */
export interface DescribedRow extends Description {
  organizationId: string
  id: string
  /** Missing in a source, which is in none but itself. */
  integrationSourceId?: string
}

/**
 * What an update says of the description of its resource, as a part of `changeRow`: it writes the layer, and answers
 * with the description that is effective then.
 */
export function descriptionChange(
  kind: DescribedKind,
  body: DescriptionInput,
  { principal, now }: { principal: Principal; now: Date },
) {
  let shadowedBy: DescriptionSource | undefined
  return {
    /** The description of a row that is locked by the transaction, after the write. */
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
    /** The header that tells of a layer which wins over the one that was written. */
    headers: () => (shadowedBy ? { 'description-shadowed-by': shadowedBy } : {}),
  }
}
