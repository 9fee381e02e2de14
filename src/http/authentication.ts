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
     * Answers who makes the request, from its bearer token. Throws ProblemError: `authentication_required`,
     * `invalid_token` or `identity_provider_unavailable`; or what the database throws, for an API token.
     */
    authenticate(request: FastifyRequest): Promise<Principal>
  }
}

const rememberedTokens = 10_000

/** Options of the plugin: the settings about JWTs, and what API tokens are checked by. */
export type AuthenticationOptions = VerifierSettings & { verifyApiToken: ApiTokenVerifier }

/** Fastify plugin that adds `app.authenticate`, and @fastify/jwt. How a token begins tells which kind it is. */
export const authentication = fastifyPlugin<AuthenticationOptions>(
  async (app, { verifyApiToken, ...settings }) => {
    const verified = createTokenCache(rememberedTokens)
    await app.register(jsonWebTokens, { ...settings, bearerToken })

    app.decorate('authenticate', async (request) => {
      const token = bearerToken(request)
      if (isApiToken(token)) {
        // Never from memory: that it was revoked may be known to another replica only.
        return verifyApiToken(token, request.log).catch((error: unknown) => {
          throw error instanceof InvalidTokenError ? invalidToken(error, request.log) : error
        })
      }
      const known = verified.get(token)
      if (known) return known
      const verification = await verifyToken(request).catch((error: unknown) => {
        throw problemOf(error, request.log)
      })
      verified.set(token, verification)
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

/** Reads the header as RFC 6750 section 2.1 has it; the name of the scheme is case-insensitive (RFC 9110). */
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
