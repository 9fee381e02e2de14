import { problem } from '../../http/problems/problem.ts'

/** How long a connection test usually takes, in seconds. */
const secondsOfTest = 5

/** The response when no slot is free. */
export const tooManyTests = () =>
  problem('too_many_connection_tests', {
    detail: 'Try again when one of the tests that are running has ended.',
    headers: { 'retry-after': String(secondsOfTest) },
  })

/** How many connection tests may run at once. */
export interface TestLimits {
  /** In this process. Each test starts a process that reads the source. */
  readonly ofProcess: number
  readonly ofOrganization: number
}

const defaultLimits: TestLimits = { ofProcess: 8, ofOrganization: 2 }

/**
 * Creates a function that takes a slot for a connection test. It returns a function that releases the slot,
 * or undefined if no slot is free.
 */
export function createTestSlots({ ofProcess, ofOrganization }: TestLimits = defaultLimits) {
  const running = new Map<string, number>()
  let total = 0
  return (organizationId: string): (() => void) | undefined => {
    const own = running.get(organizationId) ?? 0
    if (total >= ofProcess || own >= ofOrganization) return undefined
    total += 1
    running.set(organizationId, own + 1)
    return () => {
      total -= 1
      const left = (running.get(organizationId) as number) - 1
      if (left > 0) running.set(organizationId, left)
      else running.delete(organizationId)
    }
  }
}

/** Takes a slot for a connection test; see `createTestSlots`. */
export type TakeTestSlot = ReturnType<typeof createTestSlots>
