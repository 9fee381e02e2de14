import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { type Budget, budgetOf } from '../../identity/budget.ts'
import { ProblemError } from '../problems/problem.ts'

/** How many requests a minute each caller and each organization may make; 0 is no limit. */
export interface RateLimits {
  caller: number
  organization: number
}

const window = 60_000

/** The limits, in the order in which they are looked at: what a caller has too much is not counted for all of its organization. */
const kinds = [
  {
    name: 'caller',
    code: 'rate_limited',
    detailOf: (limit: number) => `More than ${limit} requests in a minute.`,
  },
  {
    name: 'organization',
    code: 'organization_rate_limited',
    detailOf: (limit: number) => `More than ${limit} requests of this organization in a minute.`,
  },
] as const satisfies readonly { name: keyof Budget & keyof RateLimits; code: string; detailOf: unknown }[]

/**
 * Makes the hooks that count a request, to be run when the caller is known; none when there are no limits. Requests are
 * counted in this process. Those with a token that is not accepted are not counted: whoever sends them is unknown, and
 * others may share the address.
 */
export async function rateLimitHooks(
  app: FastifyInstance,
  limits: RateLimits,
): Promise<onRequestAsyncHookHandler[]> {
  const limited = kinds.filter(({ name }) => limits[name] > 0)
  if (limited.length === 0) return []
  await app.register(rateLimit, { global: false })
  // As in draft-ietf-httpapi-ratelimit-headers.
  const policy = limited.map(({ name }) => `"${name}";q=${limits[name]};w=${window / 1000}`).join(', ')
  return limited.map(({ name, code, detailOf }) => {
    const options = {
      max: limits[name],
      timeWindow: window,
      cache: 10_000,
      keyGenerator: ({ principal }: FastifyRequest) => budgetOf(principal)[name] ?? '',
      // A system administrator has no organization.
      allowList: (_request: FastifyRequest, key: string) => key === '',
    }
    const count = app.createRateLimit(options)
    return async (request, reply) => {
      const counted = await count(request)
      if (counted.isAllowed) return
      const { isExceeded, remaining, ttlInSeconds } = counted
      const before = reply.getHeader('ratelimit')
      const left = `"${name}";r=${remaining};t=${ttlInSeconds}`
      reply.headers({
        'ratelimit-policy': policy,
        ratelimit: before === undefined ? left : `${before}, ${left}`,
      })
      if (!isExceeded) return
      throw new ProblemError(code, {
        detail: detailOf(limits[name]),
        headers: { 'retry-after': String(ttlInSeconds) },
      })
    }
  })
}
