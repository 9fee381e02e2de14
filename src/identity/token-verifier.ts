import {
  createRemoteJWKSet,
  customFetch,
  decodeProtectedHeader,
  errors,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose'
import type { Config } from '../config.ts'
import { fetchBounded } from './fetch-bounded.ts'
import { InvalidTokenError, principalFromClaims } from './principal.ts'
import type { VerifiedToken } from './token-cache.ts'

/** The settings that say whose tokens are accepted. */
export type VerifierSettings = Pick<Config, 'JWT_SECRET' | 'JWKS_URL' | 'JWT_ISSUER' | 'JWT_AUDIENCE'>

/** Checks one kind of token. Throws InvalidTokenError or IdentityProviderUnavailableError. */
export type TokenVerifier = (token: string) => Promise<VerifiedToken>

/** The key set of the identity provider cannot be had, so nothing can be said about a token. */
export class IdentityProviderUnavailableError extends Error {
  override readonly name = 'IdentityProviderUnavailableError'
}

const publicKeyAlgorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ')

/** The last second of the year 9999: what is later is no time, but a way to write "never". */
const latestEnd = 253_402_300_799
const endsTooLate = 'The token must end before the year 10000 (claim `exp`).'

/** More than any key set has, in bytes. */
const largestKeySet = 1024 * 1024

/** More keys than any provider has at once, in the middle of a rotation; each costs a signature. */
const mostKeys = 16

/**
 * Makes the verifier of JWTs. Which key a token is checked with follows from its `alg`, and each key only ever
 * works with its own algorithms: HS256 with JWT_SECRET, public key algorithms with JWKS_URL, anything else is
 * refused. So a public key cannot be passed off as a shared secret (RFC 8725, section 3.1).
 */
export function createTokenVerifier(settings: VerifierSettings): TokenVerifier {
  const { JWT_SECRET: secret, JWKS_URL: keySetUrl, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = settings
  const rules = {
    audience,
    ...(issuer !== undefined && { issuer }),
    // A bearer token that never ends is a liability.
    requiredClaims: ['exp'],
    clockTolerance: 5,
  }
  const refuse: JWTVerifyGetKey = () => {
    throw new errors.JOSEAlgNotAllowed()
  }
  const secretBytes = new TextEncoder().encode(secret)
  const sharedKey = secret === undefined ? refuse : async () => secretBytes
  const publicKey = keySetUrl === undefined ? refuse : keyFinder(keySetUrl)

  return async (token) => {
    try {
      const [key, algorithms] =
        decodeProtectedHeader(token).alg === 'HS256'
          ? [sharedKey, ['HS256']]
          : [publicKey, publicKeyAlgorithms]
      const { payload } = await verify(token, key, { ...rules, algorithms })
      if (payload.exp > latestEnd) throw new InvalidTokenError(endsTooLate)
      return { principal: principalFromClaims(payload), expiresAt: payload.exp * 1000 }
    } catch (error) {
      if (error instanceof InvalidTokenError || error instanceof IdentityProviderUnavailableError) throw error
      throw new InvalidTokenError(reasonOf(error), { cause: error })
    }
  }
}

/** Verifies a token with the key that `find` finds, or with any of those that it finds. */
async function verify(token: string, find: JWTVerifyGetKey, options: JWTVerifyOptions) {
  try {
    return await jwtVerify<{ exp: number }>(token, find, options)
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
    let tried = 0
    for await (const key of error) {
      tried += 1
      if (tried > mostKeys) break
      try {
        return await jwtVerify<{ exp: number }>(token, key, options)
      } catch (refusal) {
        const isOfKey =
          refusal instanceof errors.JWSSignatureVerificationFailed || !(refusal instanceof errors.JOSEError)
        if (!isOfKey) throw refusal
      }
    }
    throw new errors.JWSSignatureVerificationFailed()
  }
}

/**
 * Finds keys by the `kid` of a token. A provider need not name its keys, and may have two of one name while it rotates
 * them; then all that fit are found, and a broken one is none of them. The key set is kept for ten minutes, and fetched
 * again for a key it does not have at most every 30 seconds, so that made-up key names cannot be used to flood the
 * identity provider.
 */
function keyFinder(url: string): JWTVerifyGetKey {
  const find = createRemoteJWKSet(new URL(url), { [customFetch]: fetchBounded(largestKeySet) })
  return async (header, token) => {
    try {
      return await find(header, token)
    } catch (error) {
      const tokenIsWrong =
        error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys
      if (tokenIsWrong) throw error
      throw new IdentityProviderUnavailableError('The key set cannot be fetched or read', { cause: error })
    }
  }
}

const reasons: Record<string, string> = {
  ERR_JWT_EXPIRED: 'The token has expired.',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'The signature of the token is not right.',
  ERR_JOSE_ALG_NOT_ALLOWED: 'The token is signed by an algorithm that is not accepted here.',
  ERR_JWKS_NO_MATCHING_KEY: 'The token is signed by a key (header `kid`) that is not known.',
  aud: 'The token is for another audience (claim `aud`).',
  iss: 'The token is of another issuer (claim `iss`).',
  nbf: 'The token is not valid yet (claim `nbf`).',
  exp: 'The token must say when it ends (claim `exp`).',
}

function reasonOf(error: unknown): string {
  const { code, claim } = error as { code?: string; claim?: string }
  return reasons[code ?? ''] ?? reasons[claim ?? ''] ?? 'The token is not a JWT that can be verified.'
}
