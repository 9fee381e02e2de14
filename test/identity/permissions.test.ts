import t from 'tap'
import { allows, isPermission, reaches } from '../../src/identity/permissions.ts'

t.test('each role has exactly its permissions', async (t) => {
  const permissions = [
    'catalog:read',
    'catalog:write',
    'organization:read',
    'organization:administer',
    'token:administer',
  ] as const
  const of = (role: Parameters<typeof allows>[0]) => permissions.filter((name) => allows(role, name))
  t.strictSame(of('ANALYST'), ['catalog:read', 'organization:read'])
  t.strictSame(of('ORGANIZATION_ADMIN'), [
    'catalog:read',
    'catalog:write',
    'organization:read',
    'token:administer',
  ])
  t.strictSame(of('SYSTEM_ADMIN'), [...permissions])
})

t.test('a misspelt permission is detected', async (t) => {
  t.equal(isPermission('catalog:write'), true)
  for (const name of ['catalog:wirte', '', 'constructor', '__proto__'])
    t.equal(isPermission(name), false, name)
})

t.test('a role may grant itself and the roles below it', async (t) => {
  const roles = ['ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN'] as const
  for (const [height, role] of roles.entries()) {
    for (const [other, name] of roles.entries())
      t.equal(reaches(role, name), height >= other, `${role} ${name}`)
  }
})
