import { createHmac, hkdfSync } from 'node:crypto'
import type { CredentialsKeys } from '../../identity/credentials/cipher.ts'

/** What tells a request from others without telling what is in it. */
export interface Fingerprint {
  /** As it is kept. */
  hash: string
  /** Whether a hash that was kept is of the same request. */
  matches(kept: string): boolean
}

/** Makes the fingerprint of a request; see `createRequestFingerprint`. */
export type RequestFingerprint = (request: object) => Fingerprint

const withSortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
    : value

/**
 * Makes the function that takes fingerprints. Bodies hold passwords, which could be guessed from a plain hash: so the
 * hash is keyed (HMAC-SHA-256), by keys that are derived from those of the credentials (HKDF, RFC 5869). The first key
 * hashes, and the hashes of all of them match, so that a rotation does not make retries other requests.
 *
 * The order of the properties of a JSON object does not make another request.
 */
export function createRequestFingerprint(keys: CredentialsKeys): RequestFingerprint {
  const derived = keys.map(({ key }) =>
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'sourcebook/idempotency', 32)),
  )
  return (request) => {
    const text = JSON.stringify(request, withSortedKeys)
    const hashes = derived.map((key) => createHmac('sha256', key).update(text).digest('base64url'))
    return { hash: String(hashes[0]), matches: (kept) => hashes.includes(kept) }
  }
}
