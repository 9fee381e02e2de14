import type { Client } from '../client.ts'
import type { World } from '../world.ts'

/** Does one step after the other, and records in the world what must hold from then on. */
export interface Worker {
  /** Does the next step. It never throws because of the application. */
  step(): Promise<void>
}

/** Creates a worker, before the fault. */
export type CreateWorker = (world: World, client: Client) => Promise<Worker>

/**
 * The state of something that only one worker writes: the last known state, and the states that later writes
 * with an unknown outcome may have caused.
 */
export interface Known {
  /** Records that a write is tried. */
  attempt(state: string): void
  /** Records that the last write was done. */
  settle(state: string): void
  /** Whether this state is possible. */
  canBe(state: string): boolean
  /** Whether there was a write with an unknown outcome. */
  isUncertain(): boolean
  toString(): string
}

/** Creates one. States are compared as texts. */
export function createKnown(first: string): Known {
  let possible = [first]
  return {
    attempt: (state) => void possible.push(state),
    settle: (state) => {
      possible = [state]
    },
    canBe: (state) => possible.includes(state),
    isUncertain: () => possible.length > 1,
    toString: () => possible.join(' or '),
  }
}
