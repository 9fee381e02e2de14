import { createHash } from 'node:crypto'
import fastifyJwt, { type FastifyJWTOptions } from '@fastify/jwt'
import type { FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Config } from '../config.ts'
import { type KeySet, openKeySet } from './key-set.ts'
import { InvalidTokenError } from './principal.ts'

/** The settings that decide which tokens are accepted. */
export type JwtSettings = Pick<Config, 'JWT_SECRET' | 'JWKS_URL' | 'JWT_ISSUER' | 'JWT_AUDIENCE'>

/** The settings, and the function that reads the token of a request. */
export type JsonWebTokensOptions = JwtSettings & { bearerToken: (request: FastifyRequest) => string }

type Verify = NonNullable<FastifyJWTOptions['verify']>
type Decoded = Readonly<Record<'input' | 'signature', string>> & { header: Record<string, unknown> }

// Ed25519 is the newer name of EdDSA with an Ed25519 key (RFC 9864). Only the types of fast-jwt lack it.
const publicKeyAlgorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ')

/** The message for every fault that has no message of its own. */
export const notVerifiable = 'The token is not a JWT that can be verified.'
export const wrongSignature = 'The signature of the token is not right.'

/**
 * Fastify plugin that registers @fastify/jwt with the rules of this instance. `request.jwtVerify()` throws
 * its errors, InvalidTokenError and IdentityProviderUnavailableError. `app.jwt.sign(claims)` needs JWT_SECRET.
 *
 * The `alg` of a token decides which key verifies it, and each key only works with its own algorithms:
 * JWT_SECRET with HS256, JWKS_URL with public key algorithms. All other tokens are refused. So an attacker
 * cannot use a public key as a shared secret (RFC 8725, section 3.1).
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
      // `keyOf` needs the header.
      decode: { complete: true },
      verify: {
        extractToken: bearerToken,
        algorithms: ['HS256', ...publicKeyAlgorithms] as Verify['algorithms'] & {},
        allowedAud: JWT_AUDIENCE,
        ...(JWT_ISSUER !== undefined && { allowedIss: JWT_ISSUER }),
        // fast-jwt checks other claims only if they are present. A bearer token that never expires is a
        // liability.
        requiredClaims: [...(JWT_ISSUER === undefined ? [] : ['iss']), 'aud', 'exp'],
        clockTolerance: 5000,
      },
      messages: { authorizationTokenInvalid: ({ message }) => message },
    })

    async function keyOf(request: FastifyRequest, { header, input, signature }: Decoded) {
      // This server supports no extensions, so it must refuse critical ones (RFC 7515, section 4.1.11).
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

/** Finds the key that signed a token among the keys that match its header. */
function signer({ server }: FastifyRequest, keys: Awaited<ReturnType<KeySet>>, token: string): string {
  const [key, ...others] = keys
  if (key === undefined) throw new InvalidTokenError(notVerifiable)
  const found = others.length === 0 ? key : keys.find((candidate) => hasSigned(server, candidate, token))
  if (found === undefined) throw new InvalidTokenError(wrongSignature)
  return found
}

const signatureErrorCodes = [
  'FAST_JWT_INVALID_SIGNATURE',
  'FAST_JWT_MISSING_SIGNATURE',
  'FAST_JWT_VERIFY_ERROR',
]

/** Whether a key signed a token; its claims may be invalid. */
function hasSigned({ jwt }: FastifyRequest['server'], key: string, token: string): boolean {
  try {
    jwt.verify(token, { key })
    return true
  } catch (error) {
    return !signatureErrorCodes.includes((error as { code: string }).code)
  }
}

/** The block size of HMAC with SHA-256, in bytes: it hashes longer keys first (RFC 2104). */
const hmacBlock = 64

/**
 * The key for HS256. fast-jwt would interpret a secret that contains PEM as a key pair. A secret that is long
 * enough for that is hashed here, as HMAC would do, so the signature stays the same.
 */
function hmacKey(secret: string): string | Buffer {
  return Buffer.byteLength(secret) <= hmacBlock ? secret : createHash('sha256').update(secret).digest()
}
