import fastify from 'fastify'
import type { Config } from '../config.ts'
import { jsonWebTokens } from './json-web-tokens.ts'
import type { Principal } from './principal.ts'

/** The settings that an instance verifies its own tokens by. */
export type TokenSettings = Pick<Config, 'JWT_ISSUER' | 'JWT_AUDIENCE'> & { readonly JWT_SECRET: string }

/**
 * Makes a bearer token for `principal` that an instance with the same `settings` accepts for `lifetimeSeconds`.
 * Used by the command line, by the first lines a start shows, and by tests; other tokens come from elsewhere.
 */
export async function issueToken(
  settings: TokenSettings,
  principal: Principal,
  lifetimeSeconds: number,
): Promise<string> {
  const { subject, organizationId, role, kind } = principal
  const now = Math.floor(Date.now() / 1000)
  // Neither listens nor has a route: it signs as the server verifies.
  const app = fastify()
  await app.register(jsonWebTokens, { ...settings, JWKS_URL: undefined, bearerToken: () => '' })
  return app.jwt.sign({
    sub: subject,
    role,
    kind,
    organization_id: organizationId,
    iss: settings.JWT_ISSUER,
    aud: settings.JWT_AUDIENCE,
    iat: now,
    exp: now + lifetimeSeconds,
  })
}
