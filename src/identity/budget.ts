import type { Principal } from './principal.ts'

/** Whose requests are counted together. */
export interface Budget {
  /** The person or service behind the request, within its organization. */
  readonly caller: string
  /** The organization of the caller; undefined for system administrators, who work in all of them. */
  readonly organization: string | undefined
}

/**
 * The budget of a caller. An API token shares the one of whoever made it, so that more tokens give no more requests.
 * What system administrators do in an organization is not taken from that organization.
 */
export function budgetOf({ role, organizationId, subject, owner = subject }: Principal): Budget {
  return role === 'SYSTEM_ADMIN'
    ? { caller: `system/${owner}`, organization: undefined }
    : { caller: `${organizationId}/${owner}`, organization: organizationId }
}
