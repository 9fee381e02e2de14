import { type Role, roles } from './principal.ts'

/** Which roles have which permission. The names are those of `x-permission` in `openapi.yaml`. */
const rolesOf = {
  'catalog:read': ['ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN'],
  'catalog:write': ['ORGANIZATION_ADMIN', 'SYSTEM_ADMIN'],
  'organization:read': ['ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN'],
  'organization:administer': ['SYSTEM_ADMIN'],
  'token:administer': ['ORGANIZATION_ADMIN', 'SYSTEM_ADMIN'],
} as const satisfies Record<string, readonly Role[]>

/** A permission that an operation can require. */
export type Permission = keyof typeof rolesOf

/** Whether `name` is a permission. A contract with an unknown permission is refused at boot. */
export function isPermission(name: string): name is Permission {
  return Object.hasOwn(rolesOf, name)
}

/** Whether `role` has `permission`. The organization is checked elsewhere. */
export function allows(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = rolesOf[permission]
  return roles.includes(role)
}

/** Whether `role` is at least as high as `other`. Nobody may grant or revoke a role above their own. */
export function reaches(role: Role, other: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(other)
}
