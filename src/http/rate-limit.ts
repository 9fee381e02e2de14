import type { RateLimitPluginOptions } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { ProblemError } from './problems.ts'

/** The options of @fastify/rate-limit: so many requests a minute for each caller, counted in this process. */
export const rateLimitOptions = (limit: number): RateLimitPluginOptions => ({
  global: false,
  max: limit,
  timeWindow: '1 minute',
  cache: 10_000,
  keyGenerator: ({ principal }: FastifyRequest) => `${principal.organizationId}/${principal.subject}`,
  // The contract has Retry-After with the 429, and no other headers.
  addHeadersOnExceeding: {
    'x-ratelimit-limit': false,
    'x-ratelimit-remaining': false,
    'x-ratelimit-reset': false,
  },
  addHeaders: {
    'x-ratelimit-limit': false,
    'x-ratelimit-remaining': false,
    'x-ratelimit-reset': false,
    'retry-after': false,
  },
  errorResponseBuilder: (_request, { ttl }) =>
    new ProblemError('rate_limited', {
      detail: `More than ${limit} requests in a minute.`,
      headers: { 'retry-after': String(Math.ceil(ttl / 1000)) },
    }),
})

/** The hook that counts a request, to be run when the caller is known. */
export const rateLimitHook = (app: FastifyInstance): onRequestAsyncHookHandler =>
  app.rateLimit() as onRequestAsyncHookHandler
