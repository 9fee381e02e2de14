import type { Principal } from './principal.ts'

/** The result of verifying a token. */
export interface VerifiedToken {
  readonly principal: Principal
  /** In milliseconds since 1970. */
  readonly expiresAt: number
}

/** The principals of tokens that have been verified. */
export interface TokenCache {
  /** The principal of `token`; undefined when the token must be verified. */
  get(token: string): Principal | undefined
  set(token: string, verified: VerifiedToken): void
}

const maximumAge = 10 * 60 * 1000

/**
 * Creates a cache of up to `capacity` tokens, so that not every request verifies a signature. The oldest
 * entry is evicted first. An entry lives until its token expires, but at most ten minutes: a key that the
 * identity provider withdraws must stop working soon.
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
      // Deleted first, since a Map does not move a key that is set again to its end.
      entries.delete(token)
      entries.set(token, { principal, until: Math.min(expiresAt, Date.now() + maximumAge) })
      for (const oldest of entries.keys()) {
        if (entries.size <= capacity) break
        entries.delete(oldest)
      }
    },
  }
}
