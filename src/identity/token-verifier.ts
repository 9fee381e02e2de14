import type { FastifyRequest } from 'fastify'
import { type JwtSettings, notVerifiable, wrongSignature } from './json-web-tokens.ts'
import { IdentityProviderUnavailableError } from './key-set.ts'
import { InvalidTokenError, principalFromClaims } from './principal.ts'
import type { VerifiedToken } from './token-cache.ts'

/** The settings that decide which tokens are accepted. */
export type VerifierSettings = JwtSettings

/** The last second of the year 9999. A later time is just a way to write "never". */
const latestEnd = 253_402_300_799
const endsTooLate = 'The token must end before the year 10000 (claim `exp`).'

/**
 * Verifies the JWT of a request to an app that has `jsonWebTokens`.
 *
 * @throws InvalidTokenError and IdentityProviderUnavailableError
 */
export async function verifyToken(request: FastifyRequest): Promise<VerifiedToken> {
  try {
    const claims = await request.jwtVerify<{ exp: number; iat?: unknown }>()
    if (claims.exp > latestEnd) throw new InvalidTokenError(endsTooLate)
    if (claims.iat !== undefined && typeof claims.iat !== 'number') throw new InvalidTokenError(notVerifiable)
    return { principal: principalFromClaims(claims), expiresAt: claims.exp * 1000 }
  } catch (error) {
    if (error instanceof InvalidTokenError || error instanceof IdentityProviderUnavailableError) throw error
    throw new InvalidTokenError(reasonOf(error as JwtError), { cause: error })
  }
}

/** An error of @fastify/jwt. Most of them share one code, and differ in the message of fast-jwt. */
type JwtError = Readonly<Record<'code' | 'message', string>>

const reasons: Readonly<Record<string, string>> = {
  FST_JWT_AUTHORIZATION_TOKEN_EXPIRED: 'The token has expired.',
  FAST_JWT_INACTIVE: 'The token is not valid yet (claim `nbf`).',
  FAST_JWT_MISSING_SIGNATURE: wrongSignature,
  FAST_JWT_INVALID_SIGNATURE: wrongSignature,
  FAST_JWT_VERIFY_ERROR: wrongSignature,
  signature: wrongSignature,
  aud: 'The token is for another audience (claim `aud`).',
  iss: 'The token is of another issuer (claim `iss`).',
  nbf: 'The token is not valid yet (claim `nbf`).',
  exp: 'The token must say when it ends (claim `exp`).',
}

function reasonOf({ code, message }: JwtError): string {
  const [, subject = ''] =
    /\b(aud|iss|nbf|exp) claim\b|\btoken (signature)\b/.exec(message)?.filter(Boolean) ?? []
  return reasons[code] ?? reasons[subject] ?? notVerifiable
}
