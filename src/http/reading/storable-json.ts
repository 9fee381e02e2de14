import { issueAt } from '../../values/invalid-input.ts'
import { ProblemError } from '../problems/problem.ts'
import { type JsonFault, maximumDepth } from './json-complexity.ts'

/** The path to the first part of a value that cannot be stored, and why. */
export interface StorableFault {
  path: string[]
  type: JsonFault
}

/** The message for each fault: what the input should be. */
export const faultMessages: Record<JsonFault, string> = {
  string_unicode: 'Input should be Unicode text without NUL and without lone surrogates',
  recursion_limit: `Input should not nest deeper than ${maximumDepth} levels`,
  number_not_exact:
    'Input should be a number that a double keeps as it is, as those of at most 15 digits are; send others as text',
  duplicate_key: 'Input should have each name once in an object',
  forbidden_name: 'Input should have no name that reaches into the prototypes of JavaScript',
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/**
 * Checks what JSON Schema cannot express: PostgreSQL must store every text and property name unchanged (no
 * NUL, no lone surrogate), and the nesting must be bounded.
 *
 * @param path leads to the value; the search changes it
 */
export function findStorableFault(value: unknown, path: string[] = []): StorableFault | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : { path, type: 'string_unicode' }
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length >= maximumDepth) return { path, type: 'recursion_limit' }
  for (const [key, member] of Object.entries(value)) {
    path.push(key)
    const fault: StorableFault | undefined = isStorable(key)
      ? findStorableFault(member, path)
      : { path, type: 'string_unicode' }
    if (fault) return fault
    path.pop()
  }
  return undefined
}

/** Creates the problem for a body with a fault. */
export function storableProblem({ path, type }: StorableFault): ProblemError {
  const issue = issueAt('body', path, faultMessages[type], type)
  const detail = `${issue.loc.join('/').slice(0, 300)}: ${issue.msg}`
  return new ProblemError('validation_failed', { detail, errors: [issue] })
}

/** @throws ProblemError validation_failed, with a pointer to the first fault */
export function assertStorable(value: unknown, path: string[] = []): void {
  const fault = findStorableFault(value, path)
  if (fault) throw storableProblem(fault)
}
