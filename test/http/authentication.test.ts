import { createHmac, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { SignJWT } from 'jose'
import t, { type Test } from 'tap'
import { authentication, authorize } from '../../src/http/authentication.ts'
import { ProblemError, problemBody } from '../../src/http/problems/problem.ts'
import type { Permission } from '../../src/identity/permissions.ts'
import type { VerifierSettings } from '../../src/identity/token-verifier.ts'
import { issueToken } from '../../src/identity/tokens.ts'

const organizationId = '01920000-0000-7000-8000-00000000000a'
const secret = 'a secret that is shared by both sides'
const now = Math.floor(Date.now() / 1000)
const claims = {
  sub: 'ada',
  role: 'ANALYST',
  organization_id: organizationId,
  iss: 'https://id.example',
  aud: 'sourcebook',
  exp: now + 600,
}
const sharedSecret = { JWT_SECRET: secret, JWT_ISSUER: claims.iss, JWT_AUDIENCE: claims.aud }

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const edwards = generateKeyPairSync('ed25519')

/** An app with one route, `/:permission`, that answers with the caller. */
async function build(t: Test, settings: Partial<VerifierSettings>) {
  const logged: string[] = []
  const app = Fastify({ logger: { stream: { write: (line: string) => logged.push(line) } } })
  const unset = {
    JWT_SECRET: undefined,
    JWKS_URL: undefined,
    JWT_ISSUER: undefined,
    JWT_AUDIENCE: 'sourcebook',
  }
  app.register(authentication, {
    ...unset,
    ...settings,
    verifyApiToken: async () => Promise.reject(new Error('no test here has an API token')),
  })
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof ProblemError)) throw error
    reply.headers(error.result.headers ?? {})
    return reply.code(error.result.status).send(problemBody(error.result, request))
  })
  app.get<{ Params: { permission: Permission } }>('/:permission', async (request) => {
    const principal = await app.authenticate(request)
    authorize(principal, request.params.permission)
    return principal
  })
  t.teardown(() => app.close())
  return {
    logged,
    async ask(authorization: string | undefined, permission: Permission = 'catalog:read') {
      const headers = authorization === undefined ? {} : { authorization }
      const answer = await app.inject({ url: `/${permission}`, headers })
      const { code, detail } = answer.json()
      return { status: answer.statusCode, code, detail, headers: answer.headers, body: answer.json() }
    },
  }
}

/** A real identity provider: serves the key set, and fails on request. */
async function identityProvider(t: Test, keys: JsonWebKey[]) {
  const provider = {
    url: '',
    keys,
    requests: 0,
    close: () => {
      listening.closeAllConnections()
      listening.close()
    },
    answer: (): [number, string] => [200, JSON.stringify({ keys: provider.keys })],
  }
  const listening = createServer((_request, response) => {
    provider.requests += 1
    const [status, body] = provider.answer()
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  }).listen(0, '127.0.0.1')
  await once(listening, 'listening')
  provider.url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/keys.json`
  t.teardown(provider.close)
  return provider
}

function publicJwk(key: KeyObject, kid: string): JsonWebKey {
  return { ...key.export({ format: 'jwk' }), kid, use: 'sig' }
}

function sign(changes: object, key: KeyObject | Uint8Array, header: { alg: string; kid?: string }) {
  return new SignJWT({ ...claims, ...changes }).setProtectedHeader(header).sign(key)
}

/** Creates a token with `header` and the usual claims by hand, as an attacker would. */
function forge(header: object, signature: (input: string) => string): string {
  const input = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${signature(input)}`
}

const signShared = (changes: object) => sign(changes, Buffer.from(secret), { alg: 'HS256' })

t.test('the Authorization header', async (t) => {
  const { ask } = await build(t, sharedSecret)
  const token = await signShared({})
  for (const header of [`Bearer ${token}`, `bearer ${token}`, `BEARER   ${token}`]) {
    t.match(await ask(header), {
      status: 200,
      body: { subject: 'ada', role: 'ANALYST', kind: 'person', organizationId },
    })
  }
  for (const header of [undefined, '', 'Bearer', 'Bearer ', `Basic ${token}`, token, `Bearer${token}`]) {
    const answer = await ask(header)
    t.match(
      answer,
      { status: 401, code: 'authentication_required', detail: /Authorization: Bearer <token>/ },
      String(header),
    )
    t.equal(answer.headers['www-authenticate'], 'Bearer')
  }
  for (const credentials of [
    'x',
    'a.b.c',
    'e30.e30.',
    `${token} ${token}`,
    `${token}x`,
    token.slice(0, -8),
    `.${token}`,
  ]) {
    const answer = await ask(`Bearer ${credentials}`)
    t.match(answer, { status: 401, code: 'invalid_token' }, credentials)
    t.equal(answer.headers['www-authenticate'], 'Bearer error="invalid_token"')
  }
})

t.test('wrong tokens are refused with a reason, and are neither answered nor logged', async (t) => {
  const { ask, logged } = await build(t, sharedSecret)
  const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string
  const tokens: [string, string, RegExp][] = [
    ['expired', await signShared({ exp: now - 6 }), /has expired/],
    ['without an end', await signShared({ exp: undefined }), /must say when it ends/],
    ['with an end that is never', await signShared({ exp: 1e300 }), /before the year 10000/],
    ['with an end after all years', await signShared({ exp: 253_402_300_800 }), /before the year 10000/],
    ['with an end that is a text', await signShared({ exp: `${now + 60}` }), /must say when it ends/],
    ['not valid yet', await signShared({ nbf: now + 60 }), /not valid yet/],
    ['of another audience', await signShared({ aud: 'another' }), /another audience/],
    ['of no audience', await signShared({ aud: undefined }), /another audience/],
    ['of another issuer', await signShared({ iss: 'https://evil.example' }), /another issuer/],
    ['of no issuer', await signShared({ iss: undefined }), /another issuer/],
    ['without a role', await signShared({ role: undefined }), /`role`/],
    ['with an organization that is none', await signShared({ organization_id: '7' }), /`organization_id`/],
    [
      'of another secret',
      await sign({}, Buffer.alloc(32), { alg: 'HS256' }),
      /signature of the token is not right/,
    ],
    [
      'by HS512',
      await sign({}, Buffer.from(secret.repeat(2)), { alg: 'HS512' }),
      /algorithm that is not accepted/,
    ],
    [
      'by RS256 without a key set',
      await sign({}, rsa.privateKey, { alg: 'RS256' }),
      /algorithm that is not accepted/,
    ],
    ['by none', forge({ alg: 'none' }, () => ''), /algorithm that is not accepted/],
    ['by None', forge({ alg: 'None' }, () => 'AA'), /algorithm that is not accepted/],
    ['by HS256, unsigned', forge({ alg: 'HS256' }, () => ''), /signature of the token is not right/],
    ['without an algorithm', forge({}, () => 'AA'), /not a JWT that can be verified/],
    ['with its own key', forge({ alg: 'HS256', jwk: { kty: 'oct', k: 'AA' } }, hmac('\0')), /signature/],
    [
      'with an unknown critical header',
      forge({ alg: 'HS256', crit: ['x'], x: 1 }, hmac(secret)),
      /not a JWT/,
    ],
    [
      'signed by a public key as secret',
      forge({ alg: 'HS256' }, hmac(pem)),
      /signature of the token is not right/,
    ],
    [
      'changed',
      (await signShared({})).replace(/\.[^.]+\./, `.${btoa('{"role":"SYSTEM_ADMIN"}')}.`),
      /signature|not a JWT/,
    ],
  ]
  for (const [name, token, detail] of tokens) {
    const answer = await ask(`Bearer ${token}`)
    t.match(answer, { status: 401, code: 'invalid_token', detail }, name)
    t.notMatch(JSON.stringify(answer) + logged.join(), token.slice(-20), `${name}: is not repeated`)
  }
})

t.test('clocks may differ by five seconds', async (t) => {
  const { ask } = await build(t, sharedSecret)
  // Not the time at which the test file began, which may be seconds ago.
  const here = Math.floor(Date.now() / 1000)
  t.match(await ask(`Bearer ${await signShared({ exp: here - 1, nbf: here + 3 })}`), { status: 200 })
})

t.test('tokens of this application, and tokens of any issuer when none is set', async (t) => {
  const settings = { ...sharedSecret, JWT_ISSUER: undefined }
  const { ask } = await build(t, settings)
  const principal = { subject: 'crawler', organizationId, role: 'ANALYST', kind: 'service' } as const
  t.strictSame((await ask(`Bearer ${await issueToken(settings, principal, 60)}`)).body, principal)
  t.match(await ask(`Bearer ${await signShared({ aud: ['x', 'sourcebook'] })}`), { status: 200 })
})

t.test('a role without the permission', async (t) => {
  const { ask } = await build(t, sharedSecret)
  const answer = await ask(`Bearer ${await signShared({})}`, 'catalog:write')
  t.match(answer, {
    status: 403,
    code: 'permission_denied',
    detail: 'The role ANALYST does not have the permission catalog:write.',
  })
  t.equal(answer.headers['www-authenticate'], 'Bearer error="insufficient_scope"')
  t.match(await ask(`Bearer ${await signShared({ role: 'ORGANIZATION_ADMIN' })}`, 'catalog:write'), {
    status: 200,
  })
})

t.test('keys of an identity provider', async (t) => {
  const provider = await identityProvider(t, [
    publicJwk(rsa.publicKey, 'rsa'),
    publicJwk(elliptic.publicKey, 'elliptic'),
    publicJwk(edwards.publicKey, 'edwards'),
  ])
  const { ask } = await build(t, { JWKS_URL: provider.url })
  const accepted: [string, KeyObject, string][] = [
    ['RS256', rsa.privateKey, 'rsa'],
    ['PS256', rsa.privateKey, 'rsa'],
    ['ES256', elliptic.privateKey, 'elliptic'],
    ['EdDSA', edwards.privateKey, 'edwards'],
  ]
  for (const [alg, key, kid] of accepted) {
    t.match(await ask(`Bearer ${await sign({}, key, { alg, kid })}`), { status: 200 }, alg)
    t.match(
      await ask(`Bearer ${await sign({ aud: 'x' }, key, { alg, kid })}`),
      { status: 401, detail: /audience/ },
      alg,
    )
  }
  t.equal(provider.requests, 1, 'the key set is fetched once')

  const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string
  const refused: [string, string, RegExp][] = [
    ['HS256 without a shared secret', await signShared({}), /algorithm that is not accepted/],
    [
      'a public key as shared secret',
      forge({ alg: 'HS256', kid: 'rsa' }, hmac(pem)),
      /algorithm that is not/,
    ],
    ['none', forge({ alg: 'none', kid: 'rsa' }, () => ''), /algorithm that is not accepted/],
    [
      'another key of that name',
      await sign({}, otherRsa.privateKey, { alg: 'RS256', kid: 'rsa' }),
      /signature/,
    ],
    ['a key of another type', await sign({}, rsa.privateKey, { alg: 'RS256', kid: 'elliptic' }), /not known/],
    ['an unknown key', await sign({}, otherRsa.privateKey, { alg: 'RS256', kid: 'other' }), /not known/],
  ]
  for (const [name, token, detail] of refused) {
    t.match(await ask(`Bearer ${token}`), { status: 401, code: 'invalid_token', detail }, name)
  }
  t.equal(provider.requests, 1, 'unknown keys do not cause another request at once')
})

t.test('a token that several keys match is verified with each of them', async (t) => {
  const { kid: _, ...nameless } = publicJwk(otherRsa.publicKey, '')
  const broken = { kty: 'RSA', e: 'AQAB', n: '' }
  const provider = await identityProvider(t, [
    publicJwk(rsa.publicKey, 'a'),
    broken,
    nameless,
    publicJwk(rsa.publicKey, 'same'),
    publicJwk(otherRsa.publicKey, 'same'),
  ])
  const { ask } = await build(t, { JWKS_URL: provider.url })
  const third = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  for (const named of [{}, { kid: 'same' }]) {
    const header = { alg: 'RS256', ...named }
    for (const { privateKey } of [rsa, otherRsa])
      t.match(await ask(`Bearer ${await sign({}, privateKey, header)}`), { status: 200 })
    t.match(await ask(`Bearer ${await sign({}, third, header)}`), { status: 401, detail: /signature/ })
    const late = await sign({ exp: 1 }, otherRsa.privateKey, header)
    t.match(await ask(`Bearer ${late}`), { status: 401, detail: /expired/ })
  }
})

t.test('if very many keys match, the first ones are tried', async (t) => {
  const keys = Array.from({ length: 16 }, () => publicJwk(rsa.publicKey, ''))
  const provider = await identityProvider(t, [...keys, publicJwk(otherRsa.publicKey, '')])
  const { ask } = await build(t, { JWKS_URL: provider.url })
  const token = await sign({}, otherRsa.privateKey, { alg: 'RS256' })
  t.match(await ask(`Bearer ${token}`), { status: 401, detail: /signature/ })
})

t.test('a key that the provider adds later is found after half a minute', async (t) => {
  const provider = await identityProvider(t, [publicJwk(rsa.publicKey, 'old')])
  const { ask } = await build(t, { JWKS_URL: provider.url })
  const token = await sign({}, elliptic.privateKey, { alg: 'ES256', kid: 'new' })
  t.match(await ask(`Bearer ${token}`), { status: 401 })
  provider.keys.push(publicJwk(elliptic.publicKey, 'new'))
  t.match(await ask(`Bearer ${token}`), { status: 401 })
  const later = Date.now() + 31_000
  t.intercept(Date, 'now', { value: () => later })
  t.match(await ask(`Bearer ${token}`), { status: 200 })
  t.equal(provider.requests, 2)
})

t.test('a shared secret and a key set at once', async (t) => {
  const provider = await identityProvider(t, [publicJwk(rsa.publicKey, 'rsa')])
  const { ask } = await build(t, { ...sharedSecret, JWKS_URL: provider.url })
  t.match(await ask(`Bearer ${await signShared({})}`), { status: 200 })
  t.match(await ask(`Bearer ${await sign({}, rsa.privateKey, { alg: 'RS256', kid: 'rsa' })}`), {
    status: 200,
  })
  const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string
  t.match(await ask(`Bearer ${forge({ alg: 'HS256', kid: 'rsa' }, hmac(pem))}`), {
    status: 401,
    detail: /signature/,
  })
})

t.test('a token may expire in the last second of the year 9999', async (t) => {
  const { ask } = await build(t, sharedSecret)
  const token = await sign({ exp: 253_402_300_799 }, new TextEncoder().encode(secret), { alg: 'HS256' })
  t.match(await ask(`Bearer ${token}`), { status: 200 })
})

t.test('a key set without an end is given up', async (t) => {
  const chunk = 'x'.repeat(65_536)
  let sent = 0
  const endless = createServer(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"keys": "')
    while (!response.destroyed) {
      sent += chunk.length
      if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    }
  }).listen(0, '127.0.0.1')
  await once(endless, 'listening')
  t.teardown(() => {
    endless.closeAllConnections()
    endless.close()
  })
  const { ask } = await build(t, {
    JWKS_URL: `http://127.0.0.1:${(endless.address() as AddressInfo).port}/keys.json`,
  })
  const token = await sign({}, rsa.privateKey, { alg: 'RS256', kid: 'rsa' })
  t.match(await ask(`Bearer ${token}`), { status: 503, code: 'identity_provider_unavailable' })
  t.ok(sent < 32 * 1024 * 1024, `${sent} bytes were sent, those in the buffers of the system included`)
})

t.test('an unavailable identity provider', async (t) => {
  const provider = await identityProvider(t, [publicJwk(rsa.publicKey, 'rsa')])
  const { ask, logged } = await build(t, { JWKS_URL: provider.url })
  const token = await sign({}, rsa.privateKey, { alg: 'RS256', kid: 'rsa' })
  const working = provider.answer
  const answers: [number, string][] = [
    [500, '{}'],
    [302, '{}'],
    [200, 'not json'],
    [200, '{"keys": 5}'],
    [200, '{"keys": [{ "kty": "RSA", "kid": "rsa", "n": "AQAB" }]}'],
  ]
  for (const answer of answers) {
    provider.answer = () => answer
    const { ask } = await build(t, { JWKS_URL: provider.url })
    const result = await ask(`Bearer ${token}`)
    t.match(result, { status: 503, code: 'identity_provider_unavailable' }, answer.join(' '))
    t.equal(result.headers['retry-after'], '5')
  }
  const closed = await identityProvider(t, [])
  closed.close()
  const gone = await build(t, { JWKS_URL: closed.url })
  t.match(await gone.ask(`Bearer ${token}`), { status: 503, code: 'identity_provider_unavailable' })
  t.match(gone.logged.join(), /bearer token cannot be verified/)
  t.notMatch(gone.logged.join(), token.slice(-20))

  provider.answer = () => [503, '']
  t.match(await ask(`Bearer ${token}`), { status: 503 })
  t.match(logged.join(), /The key set cannot be fetched or read/)
  provider.answer = working
  t.match(await ask(`Bearer ${token}`), { status: 200 }, 'it recovers by itself')
  provider.answer = () => [503, '']
  t.match(await ask(`Bearer ${token}`), { status: 200 }, 'a verified token stays verified')
})

t.test('a verified token is verified again after ten minutes', async (t) => {
  const provider = await identityProvider(t, [publicJwk(rsa.publicKey, 'rsa')])
  const { ask } = await build(t, { JWKS_URL: provider.url })
  const [first, second] = [
    await sign({}, rsa.privateKey, { alg: 'RS256', kid: 'rsa' }),
    await sign({ sub: 'bob', exp: now + 3600 }, rsa.privateKey, { alg: 'RS256', kid: 'rsa' }),
  ]
  const start = Date.now()
  let elapsed = 0
  t.intercept(Date, 'now', { value: () => start + elapsed })
  t.match(await ask(`Bearer ${first}`), { status: 200 })
  elapsed = 500_000
  t.match(await ask(`Bearer ${second}`), { status: 200 })
  provider.answer = () => [503, '']
  elapsed = 601_000
  t.match(await ask(`Bearer ${first}`), { status: 503 }, 'the keys are too old to verify anything')
  t.match(
    await ask(`Bearer ${second}`),
    { status: 200, body: { subject: 'bob' } },
    'but this token is cached',
  )
  elapsed = 1_101_000
  t.match(await ask(`Bearer ${second}`), { status: 503 })
})

function hmac(key: string) {
  return (input: string) => createHmac('sha256', key).update(input).digest('base64url')
}
