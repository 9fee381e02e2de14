import { KeyObject } from 'node:crypto'
// jose only fetches key sets and finds keys in them: it has a cool-down and supports all key types.
// @fastify/jwt verifies and signs.
import { type CryptoKey, createRemoteJWKSet, customFetch, errors, type JWSHeaderParameters } from 'jose'
import { fetchBounded } from './fetch-bounded.ts'
import { InvalidTokenError } from './principal.ts'

/**
 * The key set of the identity provider cannot be fetched or parsed, so a token can be neither accepted nor
 * refused.
 */
export class IdentityProviderUnavailableError extends Error {
  override readonly name = 'IdentityProviderUnavailableError'
}

/** Finds the public keys, in PEM, that match the header of a token. */
export type KeySet = (header: JWSHeaderParameters) => Promise<readonly string[]>

/** In bytes; real key sets are smaller. */
const maximumKeySetBytes = 1024 * 1024

/**
 * Real providers have fewer keys with one name, even during a rotation. Each key costs the check of a
 * signature.
 */
const maximumKeys = 16

/** The shortest RSA key that RFC 7518, section 3.3, allows. */
const minimumRsaBits = 2048

/**
 * Opens the key set at `url`. Keys are found by the `kid` of a token. A provider may have keys without a
 * name, or two with the same name during a rotation; then all matching keys are returned, except invalid
 * ones. The key set is cached for ten minutes. An unknown key makes it fetch again, but at most every 30
 * seconds, so that invented key names cannot flood the identity provider.
 *
 * @returns a function that throws InvalidTokenError when no key fits, and IdentityProviderUnavailableError
 */
export function openKeySet(url: string): KeySet {
  const find = createRemoteJWKSet(new URL(url), { [customFetch]: fetchBounded(maximumKeySetBytes) })
  return async (header) => {
    try {
      return [await find(header)].filter(isLongEnough).map(pemOf)
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return firstPems(error)
      if (error instanceof errors.JWKSNoMatchingKey) {
        throw new InvalidTokenError('The token is signed by a key (header `kid`) that is not known.')
      }
      throw new IdentityProviderUnavailableError('The key set cannot be fetched or read', { cause: error })
    }
  }
}

async function firstPems(keys: AsyncIterable<CryptoKey>): Promise<string[]> {
  const found: string[] = []
  let tried = 0
  for await (const key of keys) {
    tried += 1
    if (isLongEnough(key)) found.push(pemOf(key))
    if (tried === maximumKeys) break
  }
  return found
}

const isLongEnough = ({ algorithm }: CryptoKey): boolean =>
  !('modulusLength' in algorithm) || Number(algorithm.modulusLength) >= minimumRsaBits

const pems = new WeakMap<CryptoKey, string>()

/** Exports a key once: jose caches its key objects, and @fastify/jwt caches a verifier for each PEM text. */
function pemOf(key: CryptoKey): string {
  const known = pems.get(key)
  if (known !== undefined) return known
  const pem = String(KeyObject.from(key).export({ type: 'spki', format: 'pem' }))
  pems.set(key, pem)
  return pem
}
