import type { DatabaseRow } from '../../db/schema.ts'
import { type DescriptionInput, newDescription } from '../../descriptions/description.ts'
import type { RequestContext } from '../../http/binding/operation.ts'
import { newCreation } from '../../identity/creation.ts'
import { normalizedName } from '../../values/name.ts'

/** Where a database is created: keys in lower case. */
type Place = Pick<DatabaseRow, 'organizationId' | 'integrationSourceId'>

/** What may be said of a database that is created by its name. */
interface NewDatabase extends DescriptionInput {
  readonly is_active?: boolean
  readonly priority?: number
}

/** The row of a database that is created by its name, as the caller; what is left out has its default (wire). */
export function newDatabase(
  place: Place,
  name: string,
  given: NewDatabase,
  { principal }: Pick<RequestContext, 'principal'>,
  now = new Date(),
): DatabaseRow {
  return {
    ...newCreation(principal, now),
    ...newDescription(given, principal, now),
    ...place,
    name: normalizedName(name),
    isActive: given.is_active ?? true,
    priority: given.priority ?? 99,
    lastIntrospectedAt: null,
    deletedAt: null,
  }
}
