import { createHash } from 'node:crypto'
import fastifyJwt, { type FastifyJWTOptions } from '@fastify/jwt'
import type { FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Config } from '../config.ts'
import { type KeySet, openKeySet } from './key-set.ts'
import { InvalidTokenError } from './principal.ts'

/** The settings that say whose tokens are accepted. */
export type JwtSettings = Pick<Config, 'JWT_SECRET' | 'JWKS_URL' | 'JWT_ISSUER' | 'JWT_AUDIENCE'>

/** Options of the plugin: the settings, and where a request has its token. */
export type JsonWebTokensOptions = JwtSettings & { bearerToken: (request: FastifyRequest) => string }

type Verify = NonNullable<FastifyJWTOptions['verify']>
type Decoded = Readonly<Record<'input' | 'signature', string>> & { header: Record<string, unknown> }

// Ed25519 is the newer name of EdDSA with such a key (RFC 9864). The types of fast-jwt lack it; its code takes it.
const publicKeyAlgorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ')

/** What a token is refused with that has another fault than those that are named. */
export const notVerifiable = 'The token is not a JWT that can be verified.'
export const wrongSignature = 'The signature of the token is not right.'

/**
 * Fastify plugin that registers @fastify/jwt with the rules of an instance. `request.jwtVerify()` throws InvalidTokenError and
 * IdentityProviderUnavailableError besides what @fastify/jwt throws; `app.jwt.sign(claims)` needs JWT_SECRET.
 *
 * The key that a token is verified with follows from its `alg`, and each key only works with its own algorithms: HS256 with
 * JWT_SECRET, public key algorithms with JWKS_URL. Anything else is refused. So a public key cannot be passed off as a
 * shared secret (RFC 8725, section 3.1).
 */
export const jsonWebTokens = fastifyPlugin<JsonWebTokensOptions>(
  async (app, { bearerToken, JWT_SECRET, JWKS_URL, JWT_ISSUER, JWT_AUDIENCE }) => {
    const secret = JWT_SECRET === undefined ? undefined : hmacKey(JWT_SECRET)
    const keySet = JWKS_URL === undefined ? undefined : openKeySet(JWKS_URL)
    await app.register(fastifyJwt, {
      secret: {
        ...(secret !== undefined && { private: secret }),
        public: async (request: FastifyRequest, token: unknown) => keyOf(request, token as Decoded),
      },
      sign: { algorithm: 'HS256' },
      // The function above needs the header.
      decode: { complete: true },
      verify: {
        extractToken: bearerToken,
        algorithms: ['HS256', ...publicKeyAlgorithms] as Verify['algorithms'] & {},
        allowedAud: JWT_AUDIENCE,
        ...(JWT_ISSUER !== undefined && { allowedIss: JWT_ISSUER }),
        // A claim that is not required is only checked where it is present. A bearer token that never ends is a liability.
        requiredClaims: [...(JWT_ISSUER === undefined ? [] : ['iss']), 'aud', 'exp'],
        clockTolerance: 5000,
      },
      messages: { authorizationTokenInvalid: ({ message }) => message },
    })

    async function keyOf(request: FastifyRequest, { header, input, signature }: Decoded) {
      // No extension is known here, so none can be critical (RFC 7515, section 4.1.11).
      if (typeof header.alg !== 'string' || header.crit !== undefined)
        throw new InvalidTokenError(notVerifiable)
      if (header.alg === 'HS256' && secret !== undefined) return secret
      if (keySet === undefined || !publicKeyAlgorithms.includes(header.alg)) {
        throw new InvalidTokenError('The token is signed by an algorithm that is not accepted here.')
      }
      return signer(request, await keySet(header), `${input}.${signature}`)
    }
  },
  { name: 'json-web-tokens', fastify: '5.x' },
)

/** Of the keys that a token fits, the one that signed it. */
function signer({ server }: FastifyRequest, keys: Awaited<ReturnType<KeySet>>, token: string): string {
  const [key, ...others] = keys
  if (key === undefined) throw new InvalidTokenError(notVerifiable)
  const found = others.length === 0 ? key : keys.find((one) => hasSigned(server, one, token))
  if (found === undefined) throw new InvalidTokenError(wrongSignature)
  return found
}

const codesOfSignatures = [
  'FAST_JWT_INVALID_SIGNATURE',
  'FAST_JWT_MISSING_SIGNATURE',
  'FAST_JWT_VERIFY_ERROR',
]

/** Whether a token is signed by a key, whatever its claims are. */
function hasSigned({ jwt }: FastifyRequest['server'], key: string, token: string): boolean {
  try {
    jwt.verify(token, { key })
    return true
  } catch (error) {
    return !codesOfSignatures.includes((error as { code: string }).code)
  }
}

/** The longest key that HMAC with SHA-256 takes as it is, in bytes: it hashes a longer one first (RFC 2104). */
const hmacBlock = 64

/**
 * The key that HS256 makes of a secret. fast-jwt would take a text that holds a key in PEM for that key, so a secret
 * that is long enough for it is given in the form that HMAC makes of it.
 */
function hmacKey(secret: string): string | Buffer {
  return Buffer.byteLength(secret) <= hmacBlock ? secret : createHash('sha256').update(secret).digest()
}
