import { problem } from '../../http/problems.ts'
import { issueAt } from '../../http/validation-issues.ts'

const unknown = (what: string) => ({ detail: `There is no such ${what} for this token.` })

/** The answers for what does not exist, or not for this token. */
export const unknownSource = () => problem('source_not_found', unknown('integration source'))
export const unknownDatabase = () => problem('database_not_found', unknown('database'))
export const unknownTable = () => problem('table_not_found', unknown('table'))
export const unknownColumn = () => problem('column_not_found', unknown('column'))
export const unknownRelationship = () => problem('relationship_not_found', unknown('relationship'))
export const unknownSaasObject = () => problem('saas_object_not_found', unknown('SaaS object'))
export const unknownSaasField = () => problem('saas_field_not_found', unknown('SaaS field'))
export const unknownSaasAssociation = () => problem('saas_association_not_found', unknown('SaaS association'))

export const unknownApiToken = () => problem('token_not_found', unknown('API token'))

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
