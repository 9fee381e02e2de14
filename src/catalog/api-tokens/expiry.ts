import type { components } from '../../contract/handlers.ts'
import { invalidInput } from '../../values/invalid-input.ts'
import { knownTime } from '../../values/read-time.ts'

const day = 24 * 60 * 60 * 1000
const usualDays = 90
const maximumDays = 366

const refuse = (msg: string) => invalidInput(['expires_at'], msg)

/**
 * When a new token ends: what the request says, after 90 days when it says nothing, and never when it says null, which is
 * for services alone.
 *
 * @throws InvalidInputError for a time that is over or further away than 366 days
 */
export function expiryOf(
  { expires_at: given, kind }: Pick<components['schemas']['ApiTokenCreate'], 'expires_at' | 'kind'>,
  now: Date,
): Date | null {
  if (given === undefined) return new Date(now.getTime() + usualDays * day)
  if (given === null) {
    if (kind === 'service') return null
    throw refuse('Only the token of a service may have no end')
  }
  const expiry = knownTime(given)
  const days = (expiry.getTime() - now.getTime()) / day
  if (days > 0 && days <= maximumDays) return expiry
  throw refuse(`Input should be a time in the next ${maximumDays} days`)
}
