import { ProblemError } from './problems.ts'
import { issueAt } from './validation-issues.ts'

const maximumLength = 255

/**
 * The name as it is kept: in Unicode normalization form C, so that two spellings of the same text are one name.
 *
 * @param field where the request has it
 * @throws ProblemError validation_failed when the normal form is longer than a name may be: some characters have a
 *   longer one, which the schema of the request can not know
 */
export function normalizedName(name: string, field = 'name'): string {
  const normalized = name.normalize('NFC')
  if ([...normalized].length <= maximumLength) return normalized
  const msg = `String should have at most ${maximumLength} characters after Unicode normalization`
  throw new ProblemError('validation_failed', {
    detail: `body/${field}: ${msg}`,
    errors: [issueAt('body', [field], msg, 'string_too_long')],
  })
}
