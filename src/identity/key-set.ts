import { KeyObject } from 'node:crypto'
// jose only fetches key sets and finds keys in them: it has a cool-down, and keys of every type. @fastify/jwt verifies and signs.
import { type CryptoKey, createRemoteJWKSet, customFetch, errors, type JWSHeaderParameters } from 'jose'
import { fetchBounded } from './fetch-bounded.ts'
import { InvalidTokenError } from './principal.ts'

/** The key set of the identity provider cannot be fetched or read, so nothing can be said about a token. */
export class IdentityProviderUnavailableError extends Error {
  override readonly name = 'IdentityProviderUnavailableError'
}

/** Finds the public keys, in PEM, that the header of a token fits. */
export type KeySet = (header: JWSHeaderParameters) => Promise<readonly string[]>

/** More than any key set has, in bytes. */
const largestKeySet = 1024 * 1024

/** More keys than any provider has at once, in the middle of a rotation; each costs a signature. */
const mostKeys = 16

/** RFC 7518, section 3.3, allows no shorter keys of RSA; in bits. */
const shortestRsa = 2048

/**
 * Opens the key set at `url`. Keys are found by the `kid` of a token. A provider need not name its keys, and may have two of
 * one name while it rotates them: then all that fit are found, except for broken ones. The key set is kept for ten minutes.
 * It is fetched again for a key that it does not have at most every 30 seconds, so that made-up key names cannot be used to
 * flood the identity provider.
 *
 * @returns a function that throws InvalidTokenError when no key fits, and IdentityProviderUnavailableError
 */
export function openKeySet(url: string): KeySet {
  const find = createRemoteJWKSet(new URL(url), { [customFetch]: fetchBounded(largestKeySet) })
  return async (header) => {
    try {
      return [await find(header)].filter(isLongEnough).map(pemOf)
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return firstOf(error)
      if (error instanceof errors.JWKSNoMatchingKey) {
        throw new InvalidTokenError('The token is signed by a key (header `kid`) that is not known.')
      }
      throw new IdentityProviderUnavailableError('The key set cannot be fetched or read', { cause: error })
    }
  }
}

async function firstOf(keys: AsyncIterable<CryptoKey>): Promise<string[]> {
  const found: string[] = []
  let tried = 0
  for await (const key of keys) {
    tried += 1
    if (isLongEnough(key)) found.push(pemOf(key))
    if (tried === mostKeys) break
  }
  return found
}

const isLongEnough = ({ algorithm }: CryptoKey): boolean =>
  !('modulusLength' in algorithm) || Number(algorithm.modulusLength) >= shortestRsa

const pems = new WeakMap<CryptoKey, string>()

/** Exported once: jose keeps its keys, and @fastify/jwt keeps a verifier for each text. */
function pemOf(key: CryptoKey): string {
  const known = pems.get(key)
  if (known !== undefined) return known
  const pem = String(KeyObject.from(key).export({ type: 'spki', format: 'pem' }))
  pems.set(key, pem)
  return pem
}
