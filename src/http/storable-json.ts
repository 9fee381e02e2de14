import { maximumDepth } from './json-complexity.ts'
import { ProblemError } from './problems.ts'
import { issueAt } from './validation-issues.ts'

/** The first place in a value that cannot be kept, and why. */
export interface StorableFault {
  path: string[]
  msg: string
  type: string
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

const invalidText = (path: string[]): StorableFault => ({
  path,
  msg: 'Input should be Unicode text without NUL and without lone surrogates',
  type: 'string_unicode',
})

const tooDeep = (path: string[]): StorableFault => ({
  path,
  msg: `Input should not nest deeper than ${maximumDepth} levels`,
  type: 'recursion_limit',
})

/**
 * Looks for what JSON Schema cannot say: every text, also a property name, must be one that Postgres keeps unchanged
 * (no NUL, no lone surrogate), and the nesting must be bounded.
 *
 * @param path leads to the value; it is added to during the search
 */
export function findStorableFault(value: unknown, path: string[] = []): StorableFault | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : invalidText(path)
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length >= maximumDepth) return tooDeep(path)
  for (const [key, member] of Object.entries(value)) {
    path.push(key)
    const fault = isStorable(key) ? findStorableFault(member, path) : invalidText(path)
    if (fault) return fault
    path.pop()
  }
  return undefined
}

/** @throws ProblemError validation_failed, with a pointer to what `findStorableFault` finds */
export function assertStorable(value: unknown, path: string[] = []): void {
  const fault = findStorableFault(value, path)
  if (!fault) return
  const issue = issueAt('body', fault.path, fault.msg, fault.type)
  const detail = `${issue.loc.join('/').slice(0, 300)}: ${fault.msg}`
  throw new ProblemError('validation_failed', { detail, errors: [issue] })
}
