import fastify from 'fastify'
import type { Config } from '../config.ts'
import { jsonWebTokens } from './json-web-tokens.ts'
import type { Principal } from './principal.ts'

/** The settings for signing and verifying an instance's own tokens. */
export type TokenSettings = Pick<Config, 'JWT_ISSUER' | 'JWT_AUDIENCE'> & { readonly JWT_SECRET: string }

/**
 * Issues a bearer token for `principal` that an instance with the same `settings` accepts for
 * `lifetimeSeconds`. The command line, the greeting at start and tests use it; an identity provider issues
 * all other tokens.
 */
export async function issueToken(
  settings: TokenSettings,
  principal: Principal,
  lifetimeSeconds: number,
): Promise<string> {
  const { subject, organizationId, role, kind } = principal
  const now = Math.floor(Date.now() / 1000)
  // This app has no routes and does not listen. It only signs with the same plugin that the server verifies
  // with.
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
