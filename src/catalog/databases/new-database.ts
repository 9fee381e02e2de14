import type { DatabaseRow } from '../../db/schema.ts'
import { type DescriptionInput, newDescription } from '../../descriptions/description.ts'
import type { RequestContext } from '../../http/binding/operation.ts'
import { newCreation } from '../../identity/creation.ts'
import { normalizedName } from '../../values/name.ts'

/** The parent of a new database, with ids in lower case. */
type Parent = Pick<DatabaseRow, 'organizationId' | 'integrationSourceId'>

/** The optional properties of a database that is created by name. */
interface NewDatabase extends DescriptionInput {
  readonly is_active?: boolean
  readonly priority?: number
}

/**
 * The row of a database that the caller creates by name. Missing properties get the defaults of the contract.
 */
export function newDatabase(
  parent: Parent,
  name: string,
  properties: NewDatabase,
  { principal }: Pick<RequestContext, 'principal'>,
  now = new Date(),
): DatabaseRow {
  return {
    ...newCreation(principal, now),
    ...newDescription(properties, principal, now),
    ...parent,
    name: normalizedName(name),
    isActive: properties.is_active ?? true,
    priority: properties.priority ?? 99,
    lastIntrospectedAt: null,
    deletedAt: null,
  }
}
