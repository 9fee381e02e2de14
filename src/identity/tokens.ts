import { SignJWT } from 'jose'
import type { Config } from '../config.ts'
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
  const claims: Record<string, unknown> = {
    sub: subject,
    role,
    kind,
    organization_id: organizationId,
    iss: settings.JWT_ISSUER,
    aud: settings.JWT_AUDIENCE,
    iat: now,
    exp: now + lifetimeSeconds,
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(settings.JWT_SECRET))
}
