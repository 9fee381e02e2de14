import { maximumDepth } from './json-complexity.ts'
import { ProblemError } from './problems.ts'
import { issueAt } from './validation-issues.ts'

const invalidText = (path: string[]): never => {
  const msg = 'Input should be Unicode text without NUL and without lone surrogates'
  throw new ProblemError('validation_failed', {
    detail: `${['body', ...path].join('/').toWellFormed().slice(0, 300)}: ${msg}`,
    errors: [issueAt('body', path, msg, 'string_unicode')],
  })
}

const tooDeep = (path: string[]): never => {
  const msg = `Input should not nest deeper than ${maximumDepth} levels`
  throw new ProblemError('validation_failed', {
    detail: `body: ${msg}`,
    errors: [issueAt('body', path, msg, 'recursion_limit')],
  })
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/**
 * Checks what JSON Schema can not say: every text, also a property name, must be one that Postgres keeps unchanged
 * (no NUL, no lone surrogate), and the nesting must be bounded.
 *
 * @throws ProblemError validation_failed, with a pointer to the first such place
 */
export function assertStorable(value: unknown, path: string[] = []): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) invalidText(path)
  } else if (typeof value === 'object' && value !== null) {
    if (path.length >= maximumDepth) tooDeep(path)
    for (const [key, member] of Object.entries(value)) {
      path.push(key)
      if (!isStorable(key)) invalidText(path)
      assertStorable(member, path)
      path.pop()
    }
  }
}
