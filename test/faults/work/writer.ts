import type { Client } from '../client.ts'
import type { World } from '../world.ts'

/** Does one thing after the other, and puts into the world what must hold since. */
export interface Worker {
  /** Does the next thing. It never throws for what the application does. */
  step(): Promise<void>
}

/** Makes a worker, before anything is broken. */
export type CreateWorker = (world: World, client: Client) => Promise<Worker>

/**
 * What is known of something that one worker alone writes: what it was when that was last known, and what it may have
 * become by writes since, of which it is not known whether they were done.
 */
export interface Known {
  /** Notes that a write is tried. */
  attempt(state: string): void
  /** Notes that the last write was done. */
  settle(state: string): void
  /** Whether it can be this. */
  canBe(state: string): boolean
  /** Whether a write was tried of which nothing is known. */
  isUncertain(): boolean
  toString(): string
}

/** Makes one. States are compared as texts. */
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
