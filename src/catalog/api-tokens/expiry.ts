import type { components } from '../../contract/handlers.ts'
import { invalidInput } from '../../values/invalid-input.ts'
import { knownTime } from '../../values/read-time.ts'

const day = 24 * 60 * 60 * 1000
const usualDays = 90
const maximumDays = 366

const invalidExpiry = (msg: string) => invalidInput(['expires_at'], msg)

/**
 * The expiry of a new token: the requested time, or by default 90 days from now. Null, for services only,
 * means that the token does not expire.
 *
 * @throws InvalidInputError for a time in the past or more than 366 days ahead, and for null if it is not a
 *   service
 */
export function expiryOf(
  { expires_at: requested, kind }: Pick<components['schemas']['ApiTokenCreate'], 'expires_at' | 'kind'>,
  now: Date,
): Date | null {
  if (requested === undefined) return new Date(now.getTime() + usualDays * day)
  if (requested === null) {
    if (kind === 'service') return null
    throw invalidExpiry('Only the token of a service may have no expiry')
  }
  const expiry = knownTime(requested)
  const days = (expiry.getTime() - now.getTime()) / day
  if (days > 0 && days <= maximumDays) return expiry
  throw invalidExpiry(`Input should be a time in the next ${maximumDays} days`)
}
