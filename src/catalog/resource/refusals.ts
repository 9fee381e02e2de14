import { problem } from '../../http/problems/problem.ts'
import { issueAt } from '../../values/invalid-input.ts'

/** The answer when another resource in the same parent has the name. */
export const nameTaken = (detail: string, existingId?: string) =>
  problem('name_taken', { detail, ...(existingId && { existing_id: existingId }) })

/** The answer when the resource must be unique and already exists. */
export const alreadyExists = (detail: string, existingId?: string) =>
  problem('already_exists', { detail, ...(existingId && { existing_id: existingId }) })

/** The answer when a field of the body references something that does not exist in this source. */
export const unknownReference = (field: string, what: string, index?: number) => {
  const msg = `There is no such ${what} in this integration source`
  const path = index === undefined ? [field] : [field, String(index)]
  return problem('reference_not_found', {
    detail: `body/${path.join('/')}: ${msg}`,
    errors: [issueAt('body', path, msg, 'reference_not_found')],
  })
}
