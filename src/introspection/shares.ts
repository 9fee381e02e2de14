import type { Claim } from './runs/claims.ts'

/**
 * Shares the workers of a process between organizations: of several workers, no organization holds all. So a source that
 * does not answer keeps the others waiting at most for those who wait for it.
 *
 * @param workers how many there are
 */
export function createShares(workers: number) {
  const most = Math.max(1, workers - 1)
  const held = new Map<string, number>()
  let taking: Promise<unknown> = Promise.resolve()

  const full = () => [...held].filter(([, count]) => count >= most && workers > 1).map(([id]) => id)
  const count = (organizationId: string, change: 1 | -1) => {
    const next = (held.get(organizationId) ?? 0) + change
    if (next > 0) held.set(organizationId, next)
    else held.delete(organizationId)
  }

  return {
    /** Takes a claim, one worker after the other, as what one of them takes counts for the next. */
    take: (take: (excluded: readonly string[]) => Promise<Claim | undefined>): Promise<Claim | undefined> => {
      const taken = taking.then(async () => {
        const claim = await take(full())
        if (claim) count(claim.organizationId, 1)
        return claim
      })
      // Who takes the next one does not fail with this one.
      taking = taken.catch(() => undefined)
      return taken
    },
    /** Gives back what `take` has counted. */
    release: ({ organizationId }: Claim): void => count(organizationId, -1),
  }
}
