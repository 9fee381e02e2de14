import { createHmac, hkdfSync } from 'node:crypto'
import type { CredentialsKeys } from '../../identity/credentials/cipher.ts'

/** Identifies a request without revealing its content. */
export interface Fingerprint {
  /** The hash to store. */
  hash: string
  /** Whether a stored hash is of the same request. */
  matches(stored: string): boolean
}

/** Computes the fingerprint of a request; see `createRequestFingerprint`. */
export type RequestFingerprint = (request: object) => Fingerprint

const withSortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
    : value

/**
 * Creates the function that computes fingerprints. Bodies hold passwords, which could be guessed from a plain
 * hash. So the hash is keyed (HMAC-SHA-256) with keys that are derived from the credentials keys (HKDF, RFC
 * 5869). The first key creates the stored hash, and the hashes of all keys match, so that retries still match
 * after a key rotation.
 *
 * The order of properties in a JSON object does not matter.
 */
export function createRequestFingerprint(keys: CredentialsKeys): RequestFingerprint {
  const derived = keys.map(({ key }) =>
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'sourcebook/idempotency', 32)),
  )
  return (request) => {
    const text = JSON.stringify(request, withSortedKeys)
    const hashes = derived.map((key) => createHmac('sha256', key).update(text).digest('base64url'))
    return { hash: String(hashes[0]), matches: (stored) => hashes.includes(stored) }
  }
}
