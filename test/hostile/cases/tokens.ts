import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { Case, Finding, Group, Scene } from '../campaign.ts'
import { jsonOf, send } from '../requests.ts'
import { sources } from '../tenants.ts'

const base64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** Bad tokens, by their fault. */
function badTokens({ app, attacker, neighbour }: Scene): Record<string, string> {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    sub: 'attacker',
    role: 'ORGANIZATION_ADMIN',
    kind: 'person',
    organization_id: attacker.organizationId,
    aud: 'sourcebook',
    iat: now,
    exp: now + 3600,
  }
  const digests = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }
  const signed = ({
    header = {},
    payload = claims,
    key = app.secret,
    digest = 'sha256',
  }: {
    header?: object
    payload?: unknown
    key?: string | Buffer
    digest?: string
  } = {}) => {
    const content = `${base64({ alg: 'HS256', typ: 'JWT', ...header })}.${base64(payload)}`
    return `${content}.${createHmac(digest, key).update(content).digest('base64url')}`
  }
  const withClaims = (changes: object) => signed({ payload: { ...claims, ...changes } })
  const good = signed()
  const [head = '', middle = '', signature = ''] = good.split('.')
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  const byKey = (header: object) => {
    const content = `${base64({ alg: 'RS256', ...header })}.${base64(claims)}`
    return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`
  }
  const algorithms = [
    'none',
    'None',
    'NONE',
    'nOnE',
    '',
    'HS1',
    'hs256',
    'RS256',
    'ES256',
    'PS256',
    'EdDSA',
    'dir',
    'A128KW',
  ]
  const lacking = Object.keys(claims)
    .filter((name) => !['iat', 'kind'].includes(name))
    .map((name) => [`without ${name}`, withClaims({ [name]: undefined })])
  return {
    ...Object.fromEntries(algorithms.map((alg) => [`alg ${alg}`, signed({ header: { alg } })])),
    ...Object.fromEntries(
      algorithms.map((alg) => [
        `alg ${alg} without a signature`,
        `${base64({ alg, typ: 'JWT' })}.${middle}.`,
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(digests)
        .slice(1)
        .map(([alg, digest]) => [alg, signed({ header: { alg }, digest })]),
    ),
    ...Object.fromEntries(lacking),
    'no alg': signed({ header: { alg: undefined } }),
    'alg of a list': signed({ header: { alg: ['HS256'] } }),
    'another key': signed({ key: 'another key that is long enough for HS256' }),
    'an empty key': signed({ key: '' }),
    'the key in base64': signed({ key: Buffer.from(app.secret, 'base64') }),
    'a public key as secret': signed({ key: pem }),
    'own key by RS256': byKey({}),
    'own key in jwk': byKey({ jwk: publicKey.export({ format: 'jwk' }) }),
    'own key by jku': byKey({ jku: 'http://127.0.0.9:1/keys', kid: 'a' }),
    'own key by x5u': byKey({ x5u: 'http://127.0.0.9:1/keys', kid: 'a' }),
    'own key in x5c': byKey({ x5c: [base64(pem)] }),
    'kid of a path': byKey({ kid: '../../../../dev/null' }),
    'kid of SQL': byKey({ kid: "' UNION SELECT 'x" }),
    'critical header': signed({ header: { crit: ['b64'], b64: false } }),
    'unknown critical header': signed({ header: { crit: ['x'], x: 1 } }),
    expired: withClaims({ exp: now - 3600 }),
    'just expired': withClaims({ exp: now - 60 }),
    'exp of a text': withClaims({ exp: String(now + 3600) }),
    'exp of null': withClaims({ exp: null }),
    'exp negative': withClaims({ exp: -1 }),
    'exp for ever': `${head}.${base64(JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e300'))}.x`.replace(
      /^(.*)\.x$/,
      (_, content) =>
        `${content}.${createHmac('sha256', app.secret).update(String(content)).digest('base64url')}`,
    ),
    'not yet valid': withClaims({ nbf: now + 3600 }),
    'nbf of a text': withClaims({ nbf: 'tomorrow' }),
    'another audience': withClaims({ aud: 'elsewhere' }),
    'audiences without ours': withClaims({ aud: ['a', 'b'] }),
    'audience of an object': withClaims({ aud: { sourcebook: 1 } }),
    'role unknown': withClaims({ role: 'OWNER' }),
    'role in lower case': withClaims({ role: 'organization_admin' }),
    'role of a list': withClaims({ role: ['SYSTEM_ADMIN'] }),
    'role of __proto__': withClaims({ role: '__proto__' }),
    'role with a space': withClaims({ role: 'SYSTEM_ADMIN ' }),
    'organization of null': withClaims({ organization_id: null }),
    'organization of a list': withClaims({ organization_id: [attacker.organizationId] }),
    'organization of SQL': withClaims({ organization_id: "x' OR '1'='1" }),
    'organization of two': withClaims({
      organization_id: `${attacker.organizationId},${neighbour.organizationId}`,
    }),
    'sub empty': withClaims({ sub: '' }),
    'sub of a number': withClaims({ sub: 1 }),
    'sub of an object': withClaims({ sub: {} }),
    'claims of a list': signed({ payload: [claims] }),
    'claims of null': signed({ payload: 'null' }),
    'claims of no JSON': signed({ payload: 'x' }),
    'changed claims': `${head}.${base64({ ...claims, organization_id: neighbour.organizationId })}.${signature}`,
    'changed header': `${base64({ alg: 'HS256', typ: 'JWT', a: 1 })}.${middle}.${signature}`,
    'no signature': `${head}.${middle}.`,
    'half a signature': `${head}.${middle}.${signature.slice(0, 20)}`,
    'longer signature': `${good}AAAA`,
    'two parts': `${head}.${middle}`,
    'four parts': `${good}.x`,
    'five parts': `${head}.${middle}.${signature}.a.b`,
    dots: '..',
    empty: '',
    'one letter': 'x',
    'a quoted token': `"${good}"`,
    'two tokens': `${good},${good}`,
    'Bearer twice': `Bearer ${good}`,
    'a very long token': `${head}.${'A'.repeat(12_000)}.${signature}`,
    'API token unknown': `sbk_${'a'.repeat(43)}`,
    'API token short': 'sbk_a',
    'API token empty': 'sbk_',
    'API token of SQL': "sbk_' OR 1=1",
  }
}

const refused: Case = {
  name: 'bad tokens',
  async run(scene) {
    const { app, attacker, neighbour } = scene
    const created = await attacker.send({
      method: 'POST',
      path: '/api/tokens',
      body: { name: 'revoked', role: 'ANALYST' },
    })
    const { id, token: revoked } = jsonOf<{ id: string; token: string }>(created)
    const isGood = await send(app.url, { path: sources, token: revoked })
    await attacker.send({ method: 'DELETE', path: `/api/tokens/${id}` })
    const tokens = {
      ...badTokens(scene),
      'API token revoked': revoked,
      'API token in upper case': revoked.toUpperCase(),
      'API token cut': revoked.slice(0, -1),
      'API token longer': `${revoked}a`,
    }
    const findings: Finding[] = []
    if (isGood.status !== 200)
      findings.push({ kind: 'wrong answer', detail: `a good API token: ${isGood.status}` })
    for (const [name, token] of Object.entries(tokens)) {
      for (const path of [sources, neighbour.path]) {
        const { status, text } = await send(app.url, { path, token })
        if (status !== 401)
          findings.push({ kind: 'wrong answer', detail: `${name}: ${status} ${text.slice(0, 80)}` })
      }
    }
    const { tokens: own, organizationId } = attacker
    for (const [name, headers] of Object.entries({
      'another scheme': { authorization: `Basic ${own.ANALYST}` },
      'no scheme': { authorization: own.ANALYST },
      'in a cookie': { cookie: `token=${own.ANALYST}` },
      'in another header': {
        'x-authorization': `Bearer ${own.ANALYST}`,
        'x-organization-id': organizationId,
      },
    })) {
      const { status } = await send(app.url, { path: sources, headers })
      if (status !== 401) findings.push({ kind: 'wrong answer', detail: `${name}: ${status}` })
    }
    const { status } = await send(app.url, {
      path: `${sources}?token=${own.ANALYST}&access_token=${own.ANALYST}`,
    })
    if (status !== 401) findings.push({ kind: 'wrong answer', detail: `in the query: ${status}` })
    return { note: `${Object.keys(tokens).length + 5} tokens`, findings }
  },
}

const above: Case = {
  name: 'API tokens above the own role, or of another organization',
  async run({ attacker, neighbour }) {
    const attempts = await Promise.all([
      attacker.send({ method: 'POST', path: '/api/tokens', body: { name: 'above', role: 'SYSTEM_ADMIN' } }),
      attacker.send({
        method: 'POST',
        path: '/api/tokens',
        body: { name: 'other', role: 'ANALYST', organization_id: neighbour.organizationId },
      }),
      attacker.send({
        method: 'POST',
        path: `/api/tokens?organization_id=${neighbour.organizationId}`,
        body: { name: 'other', role: 'ANALYST' },
      }),
      attacker.send({
        method: 'POST',
        path: '/api/tokens',
        token: attacker.tokens.ANALYST,
        body: { name: 'as analyst', role: 'ANALYST' },
      }),
    ])
    const taken = attempts.filter(({ status }) => status < 400)
    return {
      note: attempts.map(({ status }) => status).join(', '),
      findings: taken.map(({ text }) => ({ kind: 'foreign row', detail: text.slice(0, 200) })),
    }
  },
}

export const tokens: Group = {
  name: 'tokens',
  description: 'bad JWTs and API tokens',
  atOnce: 1,
  cases: () => [refused, above],
}
