import t from 'tap'
import type { Principal } from '../../src/identity/principal.ts'
import { createTokenCache } from '../../src/identity/token-cache.ts'

const principal: Principal = {
  subject: 'ada',
  organizationId: undefined,
  role: 'SYSTEM_ADMIN',
  kind: 'person',
}

t.test('a token is cached until it expires, and for at most ten minutes', async (t) => {
  let now = 1_000_000
  t.intercept(Date, 'now', { value: () => now })
  const cache = createTokenCache(10)
  t.equal(cache.get('a'), undefined)
  cache.set('a', { principal, expiresAt: now + 1000 })
  cache.set('b', { principal, expiresAt: now + 3_600_000 })
  now += 999
  t.equal(cache.get('a'), principal)
  now += 1
  t.equal(cache.get('a'), undefined)
  t.equal(cache.get('b'), principal)
  now += 598_999
  t.equal(cache.get('b'), principal)
  now += 1
  t.equal(cache.get('b'), undefined)
  now = 0
  t.equal(cache.get('a'), undefined, 'an expired token is evicted')
})

t.test('the oldest token is evicted first', async (t) => {
  const cache = createTokenCache(2)
  const verified = { principal, expiresAt: Date.now() + 60_000 }
  const known = () => ['a', 'b', 'c', 'd'].filter((token) => cache.get(token))
  cache.set('a', verified)
  cache.set('b', verified)
  t.strictSame(known(), ['a', 'b'])
  cache.set('a', verified)
  cache.set('c', verified)
  t.strictSame(known(), ['a', 'c'], 'setting a token again makes it the newest')
  cache.set('d', verified)
  t.strictSame(known(), ['c', 'd'])
})
