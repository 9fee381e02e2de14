import type { Principal } from './principal.ts'

/** The keys of the rate limits that a request counts for. */
export interface Budget {
  /** The person or service behind the request, within its organization. */
  readonly caller: string
  /** The organization of the caller; undefined for system administrators, who work in all of them. */
  readonly organization: string | undefined
}

/**
 * The budget of a caller. An API token shares the budget of its creator, so that more tokens do not allow
 * more requests. Requests of system administrators do not count for the organization that they work in.
 */
export function budgetOf({ role, organizationId, subject, owner = subject }: Principal): Budget {
  return role === 'SYSTEM_ADMIN'
    ? { caller: `system/${owner}`, organization: undefined }
    : { caller: `${organizationId}/${owner}`, organization: organizationId }
}
