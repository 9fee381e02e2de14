import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { type Budget, budgetOf } from '../../identity/budget.ts'
import { ProblemError } from '../problems/problem.ts'

/** Requests a minute for each caller and for each organization; 0 for no limit. */
export interface RateLimits {
  caller: number
  organization: number
}

const window = 60_000

/**
 * The limits in the order of checking. A request beyond the limit of its caller does not count for the
 * organization.
 */
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
 * Creates the hooks that count a request once its caller is known; none when there are no limits. Each
 * process counts for itself. Requests with an invalid token are not counted: their caller is unknown, and
 * others may share its address.
 */
export async function rateLimitHooks(
  app: FastifyInstance,
  limits: RateLimits,
): Promise<onRequestAsyncHookHandler[]> {
  const limited = kinds.filter(({ name }) => limits[name] > 0)
  if (limited.length === 0) return []
  await app.register(rateLimit, { global: false })
  // The format of draft-ietf-httpapi-ratelimit-headers.
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
