import { problem } from '../../http/problems.ts'
import { unknownTarget } from '../../http/unknown-target.ts'
import { issueAt } from '../../values/invalid-input.ts'

/** The answers for what does not exist, or not for this token. */
export const unknownOrganization = () => unknownTarget('organization_not_found')
export const unknownSource = () => unknownTarget('source_not_found')
export const unknownDatabase = () => unknownTarget('database_not_found')
export const unknownTable = () => unknownTarget('table_not_found')
export const unknownColumn = () => unknownTarget('column_not_found')
export const unknownRelationship = () => unknownTarget('relationship_not_found')
export const unknownSaasObject = () => unknownTarget('saas_object_not_found')
export const unknownSaasField = () => unknownTarget('saas_field_not_found')
export const unknownSaasAssociation = () => unknownTarget('saas_association_not_found')

export const unknownApiToken = () => unknownTarget('token_not_found')

/** The answer for a name that another resource in the same place has. */
export const nameTaken = (detail: string, existingId?: string) =>
  problem('name_taken', { detail, ...(existingId && { existing_id: existingId }) })

/** The answer for what there can be only one of. */
export const alreadyExists = (detail: string, existingId?: string) =>
  problem('already_exists', { detail, ...(existingId && { existing_id: existingId }) })

/** The answer for a field of the body that names something which is not in this source. */
export const unknownReference = (field: string, what: string, index?: number) => {
  const msg = `There is no such ${what} in this integration source`
  const path = index === undefined ? [field] : [field, String(index)]
  return problem('reference_not_found', {
    detail: `body/${path.join('/')}: ${msg}`,
    errors: [issueAt('body', path, msg, 'reference_not_found')],
  })
}
