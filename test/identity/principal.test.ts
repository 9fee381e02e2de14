import t from 'tap'
import { DEMO_ORGANIZATION_ID, DEMO_SOURCE_ID } from '../../src/identity/demo.ts'
import { InvalidTokenError, principalFromClaims } from '../../src/identity/principal.ts'

const organizationId = '01920000-0000-7000-8000-00000000000a'
const claims = { sub: 'ada', role: 'ANALYST', organization_id: organizationId }

t.test('valid claims make a principal', async (t) => {
  const principal = { subject: 'ada', organizationId, role: 'ANALYST', kind: 'person' }
  t.strictSame(principalFromClaims(claims), principal)
  t.strictSame(principalFromClaims({ ...claims, kind: 'service' }), { ...principal, kind: 'service' })
  t.strictSame(principalFromClaims({ ...claims, organization_id: organizationId.toUpperCase() }), principal)
  t.match(principalFromClaims({ ...claims, role: 'SYSTEM_ADMIN' }), { organizationId })
  t.match(principalFromClaims({ sub: 'auth0|äda 😀', role: 'SYSTEM_ADMIN' }), {
    subject: 'auth0|äda 😀',
    organizationId: undefined,
  })
})

t.test('invalid claims do not', async (t) => {
  const wrong: [object, RegExp][] = [
    [{ sub: undefined }, /`sub`/],
    [{ sub: '' }, /`sub`/],
    [{ sub: 5 }, /`sub`/],
    [{ sub: 'a'.repeat(256) }, /`sub`/],
    [{ sub: 'a\0' }, /`sub`/],
    [{ sub: '\ud800' }, /`sub`/],
    [{ role: undefined }, /`role` must be one of ANALYST, ORGANIZATION_ADMIN, SYSTEM_ADMIN/],
    [{ role: 'analyst' }, /`role`/],
    [{ role: ['SYSTEM_ADMIN'] }, /`role`/],
    [{ organization_id: undefined }, /`organization_id`/],
    [{ organization_id: null, role: 'SYSTEM_ADMIN' }, /`organization_id`/],
    [{ organization_id: `${organizationId}\n` }, /`organization_id`/],
    [{ organization_id: [organizationId] }, /`organization_id`/],
    [{ kind: 'robot' }, /`kind` must be one of person, service/],
    [{ kind: null }, /`kind`/],
  ]
  for (const [change, message] of wrong) {
    t.throws(() => principalFromClaims({ ...claims, ...change }), { message }, JSON.stringify(change))
    t.throws(() => principalFromClaims({ ...claims, ...change }), InvalidTokenError)
  }
})

t.test('the demo ids are UUIDs of version 7', async (t) => {
  for (const id of [DEMO_ORGANIZATION_ID, DEMO_SOURCE_ID]) t.match(id, /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-8/)
})
