import type { Claim } from './runs/claims.ts'

/**
 * Shares the workers of a process between organizations: one organization never holds all workers, if there
 * are several. So sources that do not respond delay only their own organization.
 *
 * @param workers the number of workers of the process
 */
export function createShares(workers: number) {
  const limit = Math.max(1, workers - 1)
  const claimsByOrganization = new Map<string, number>()
  let lastTake: Promise<unknown> = Promise.resolve()

  const atLimit = () =>
    [...claimsByOrganization].filter(([, count]) => count >= limit && workers > 1).map(([id]) => id)
  const count = (organizationId: string, change: 1 | -1) => {
    const next = (claimsByOrganization.get(organizationId) ?? 0) + change
    if (next > 0) claimsByOrganization.set(organizationId, next)
    else claimsByOrganization.delete(organizationId)
  }

  return {
    /** Takes a claim. Workers do so one at a time, so that each sees the claims of the others counted. */
    take: (take: (excluded: readonly string[]) => Promise<Claim | undefined>): Promise<Claim | undefined> => {
      const taken = lastTake.then(async () => {
        const claim = await take(atLimit())
        if (claim) count(claim.organizationId, 1)
        return claim
      })
      // A failed take must not fail the next one.
      lastTake = taken.catch(() => undefined)
      return taken
    },
    /** Uncounts a claim that `take` returned. */
    release: ({ organizationId }: Claim): void => count(organizationId, -1),
  }
}
