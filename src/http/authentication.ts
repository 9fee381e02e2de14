import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { isApiToken } from '../identity/api-tokens/token-text.ts'
import type { ApiTokenVerifier } from '../identity/api-tokens/verifier.ts'
import { jsonWebTokens } from '../identity/json-web-tokens.ts'
import { allows, type Permission } from '../identity/permissions.ts'
import { InvalidTokenError, type Principal } from '../identity/principal.ts'
import { createTokenCache } from '../identity/token-cache.ts'
import { type VerifierSettings, verifyToken } from '../identity/token-verifier.ts'
import { ProblemError } from './problems/problem.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Finds the principal of a request by its bearer token. Throws the ProblemErrors
     * `authentication_required`, `invalid_token` and `identity_provider_unavailable`, and database errors for
     * an API token.
     */
    authenticate(request: FastifyRequest): Promise<Principal>
  }
}

const cachedTokens = 10_000

/** The settings about JWTs, and the function that verifies API tokens. */
export type AuthenticationOptions = VerifierSettings & { verifyApiToken: ApiTokenVerifier }

/**
 * Fastify plugin that adds `app.authenticate` and @fastify/jwt. The prefix of a token tells API tokens from
 * JWTs.
 */
export const authentication = fastifyPlugin<AuthenticationOptions>(
  async (app, { verifyApiToken, ...settings }) => {
    const cache = createTokenCache(cachedTokens)
    await app.register(jsonWebTokens, { ...settings, bearerToken })

    app.decorate('authenticate', async (request) => {
      const token = bearerToken(request)
      if (isApiToken(token)) {
        // Not cached: another replica may have revoked it.
        return verifyApiToken(token, request.log).catch((error: unknown) => {
          throw error instanceof InvalidTokenError ? invalidToken(error, request.log) : error
        })
      }
      const principal = cache.get(token)
      if (principal) return principal
      const verification = await verifyToken(request).catch((error: unknown) => {
        throw problemOf(error, request.log)
      })
      cache.set(token, verification)
      return verification.principal
    })
  },
  { name: 'authentication', fastify: '5.x' },
)

/** Throws the ProblemError `permission_denied` unless the role of `principal` has `permission`. */
export function authorize(principal: Principal, permission: Permission): void {
  if (allows(principal.role, permission)) return
  throw new ProblemError('permission_denied', {
    detail: `The role ${principal.role} does not have the permission ${permission}.`,
    headers: { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' },
  })
}

/**
 * Reads the token from the Authorization header (RFC 6750, section 2.1); the scheme is case-insensitive (RFC
 * 9110).
 */
function bearerToken({ headers }: FastifyRequest): string {
  const token = /^bearer +(\S.*)$/i.exec(headers.authorization ?? '')?.[1]
  if (token !== undefined) return token
  throw new ProblemError('authentication_required', {
    detail: 'Send the header `Authorization: Bearer <token>`.',
    headers: { 'WWW-Authenticate': 'Bearer' },
  })
}

function invalidToken({ message }: InvalidTokenError, log: FastifyBaseLogger): ProblemError {
  log.info({ reason: message }, 'bearer token not accepted')
  return new ProblemError('invalid_token', {
    detail: message,
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
  })
}

function problemOf(error: unknown, log: FastifyBaseLogger): ProblemError {
  if (error instanceof InvalidTokenError) return invalidToken(error, log)
  log.error({ err: error }, 'bearer token cannot be verified')
  return new ProblemError('identity_provider_unavailable', { headers: { 'Retry-After': '5' } })
}
