import { createHmac, generateKeyPairSync, type KeyObject, sign as signBy } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { decodeProtectedHeader, SignJWT } from 'jose'
import t, { type Test } from 'tap'
import { jsonWebTokens } from '../../src/identity/json-web-tokens.ts'
import { InvalidTokenError } from '../../src/identity/principal.ts'
import type { VerifierSettings } from '../../src/identity/token-verifier.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import { createTokenVerifier } from '../support/token-verifier.ts'

const secret = 'a secret that is shared by both sides'
const claims = {
  sub: 'ada',
  role: 'SYSTEM_ADMIN',
  aud: 'sourcebook',
  exp: Math.floor(Date.now() / 1000) + 600,
}
const settings: VerifierSettings = {
  JWT_SECRET: secret,
  JWKS_URL: undefined,
  JWT_ISSUER: undefined,
  JWT_AUDIENCE: 'sourcebook',
}

const sign = (key: KeyObject | Buffer, header: { alg: string; kid?: string }, changes: object = {}) =>
  new SignJWT({ ...claims, ...changes }).setProtectedHeader(header).sign(key)

/** A token with any header, signed with the secret. */
function shared(header: object, changes: object = {}): string {
  const input = [
    { alg: 'HS256', ...header },
    { ...claims, ...changes },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

/** A verifier whose key set has `keys`, each with its `kid`. */
async function withKeys(t: Test, keys: readonly [string | undefined, KeyObject][]) {
  const body = JSON.stringify({ keys: keys.map(([kid, key]) => ({ ...key.export({ format: 'jwk' }), kid })) })
  const server = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return createTokenVerifier({ ...settings, JWKS_URL: url })
}

t.test('a key of Ed25519, by both names of its algorithm', async (t) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const verify = await withKeys(t, [['edwards', publicKey]])
  for (const alg of ['EdDSA', 'Ed25519']) {
    t.match(
      (await verify(await sign(privateKey, { alg, kid: 'edwards' }))).principal,
      { subject: 'ada' },
      alg,
    )
  }
})

t.test('an RSA key needs at least 2048 bits', async (t) => {
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const long = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const verify = await withKeys(t, [
    ['short', short.publicKey],
    [undefined, short.publicKey],
    [undefined, long.publicKey],
  ])
  // jose does not sign with such a key.
  const header = { alg: 'RS256', kid: 'short' }
  const input = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const token = `${input}.${signBy('sha256', Buffer.from(input), short.privateKey).toString('base64url')}`
  await t.rejects(verify(token), { name: 'InvalidTokenError', message: /not a JWT that can be verified/ })
  const nameless = await sign(long.privateKey, { alg: 'RS256' })
  t.match((await verify(nameless)).principal, { subject: 'ada' }, 'a short key next to it does not matter')
})

t.test('a signature of another length', async (t) => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const verify = await withKeys(t, [['elliptic', publicKey]])
  const token = await sign(privateKey, { alg: 'ES256', kid: 'elliptic' })
  await t.rejects(verify(token.slice(0, -8)), { message: /signature of the token is not right/ })
})

t.test('a token can be verified outside of a request', async (t) => {
  const verify = createTokenVerifier(settings)
  t.strictSame(await verify(shared({})), {
    principal: { subject: 'ada', role: 'SYSTEM_ADMIN', kind: 'person' },
    expiresAt: claims.exp * 1000,
  })
  const refused: [string, string, RegExp][] = [
    ['a null extension', shared({ crit: null }), /not a JWT/],
    ['an extension of another standard', shared({ crit: ['b64'], b64: true }), /not a JWT/],
    ['an invalid time of issue', shared({}, { iat: 'yesterday' }), /not a JWT/],
    ['an invalid start', shared({}, { nbf: 'tomorrow' }), /not valid yet/],
  ]
  for (const [name, token, message] of refused) {
    await t.rejects(verify(token), { name: 'InvalidTokenError', message }, name)
    await t.rejects(verify(token), InvalidTokenError)
  }
})

t.test('a secret in the format of a key is still a secret', async (t) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const secrets = {
    'public key': String(publicKey.export({ type: 'spki', format: 'pem' })),
    'private key': String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    'key in JSON': JSON.stringify(publicKey.export({ format: 'jwk' })),
    'of 64 bytes': 's'.repeat(64),
    'of 65 bytes': `${'ü'.repeat(32)}s`,
  }
  const principal = {
    subject: 'ada',
    organizationId: undefined,
    role: 'SYSTEM_ADMIN',
    kind: 'person',
  } as const
  for (const [name, JWT_SECRET] of Object.entries(secrets)) {
    const verify = createTokenVerifier({ ...settings, JWT_SECRET })
    const ours = await issueToken({ ...settings, JWT_SECRET }, principal, 60)
    t.strictSame(decodeProtectedHeader(ours), { alg: 'HS256', typ: 'JWT' }, name)
    for (const token of [ours, await sign(Buffer.from(JWT_SECRET), { alg: 'HS256' })]) {
      t.match((await verify(token)).principal, { subject: 'ada' }, name)
    }
  }
})

t.test('the app has the decorators that users of @fastify/jwt expect', async (t) => {
  const app = fastify()
  await app.register(jsonWebTokens, {
    ...settings,
    bearerToken: ({ headers }) => String(headers.authorization),
  })
  app.get('/', async (request) => {
    await request.jwtVerify()
    return request.user
  })
  const token = app.jwt.sign(claims)
  const answer = await app.inject({ url: '/', headers: { authorization: token } })
  t.match(answer.json(), claims)
})
