import type { Principal } from './principal.ts'

/** What is known of a token that was verified. */
export interface VerifiedToken {
  readonly principal: Principal
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number
}

/** Principals of tokens that were verified already. */
export interface TokenCache {
  /** The principal of `token`, or undefined when it must be verified (again). */
  get(token: string): Principal | undefined
  set(token: string, verified: VerifiedToken): void
}

const longestStay = 10 * 60 * 1000

/**
 * Makes a cache of at most `capacity` tokens, the oldest leaving first, so that the signature of a token is not
 * verified on every request. A token stays until it expires, but ten minutes at most: a key that an identity
 * provider withdraws must stop working soon.
 */
export function createTokenCache(capacity: number): TokenCache {
  const entries = new Map<string, { principal: Principal; until: number }>()
  return {
    get(token) {
      const entry = entries.get(token)
      if (entry === undefined) return undefined
      if (entry.until > Date.now()) return entry.principal
      entries.delete(token)
      return undefined
    },
    set(token, { principal, expiresAt }) {
      // Deleted first because a key that is set again keeps its old place in a Map.
      entries.delete(token)
      entries.set(token, { principal, until: Math.min(expiresAt, Date.now() + longestStay) })
      for (const oldest of entries.keys()) {
        if (entries.size <= capacity) break
        entries.delete(oldest)
      }
    },
  }
}
