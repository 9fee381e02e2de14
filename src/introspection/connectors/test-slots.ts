import { problem } from '../../http/problems/problem.ts'

/** How long a test of a connection usually takes, in seconds. */
const secondsOfTest = 5

/** The answer to who finds no place. */
export const tooManyTests = () =>
  problem('too_many_connection_tests', {
    detail: 'Try again when one of the tests that are running has ended.',
    headers: { 'retry-after': String(secondsOfTest) },
  })

/** How many tests of connections may run at once. */
export interface TestLimits {
  /** In this process: each has a process of its own that reads the source. */
  readonly ofProcess: number
  readonly ofOrganization: number
}

/** What holds when nothing else is said. */
const usualLimits: TestLimits = { ofProcess: 8, ofOrganization: 2 }

/**
 * Makes the function that takes a place for a test of a connection. It answers with the function that gives the place
 * back, or with undefined when there is none.
 */
export function createTestSlots({ ofProcess, ofOrganization }: TestLimits = usualLimits) {
  const running = new Map<string, number>()
  let all = 0
  return (organizationId: string): (() => void) | undefined => {
    const own = running.get(organizationId) ?? 0
    if (all >= ofProcess || own >= ofOrganization) return undefined
    all += 1
    running.set(organizationId, own + 1)
    return () => {
      all -= 1
      const left = (running.get(organizationId) as number) - 1
      if (left > 0) running.set(organizationId, left)
      else running.delete(organizationId)
    }
  }
}

/** Takes a place for a test. */
export type TakeTestSlot = ReturnType<typeof createTestSlots>
