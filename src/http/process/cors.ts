import fastifyCors from '@fastify/cors'
import fastifyPlugin from 'fastify-plugin'
import type { RouteDefinition } from '../../contract/route-definition.ts'
import { commonHeaders } from '../answering/answer-headers.ts'
import { publicRoute } from '../route-config.ts'

/** How long a browser may cache a preflight, in seconds: Chromium's maximum. */
const preflightSeconds = 7200

export interface CorsOptions {
  /** The origins whose pages may use the API, or `*`; empty for none. */
  origins: readonly string[]
  /** The routes of the contract, for the headers to expose. */
  routes: readonly RouteDefinition[]
}

/**
 * Fastify plugin that lets pages of other origins use the API (CORS, fetch standard). Pages send their token
 * themselves and the browser never does, so credentials are not allowed. A page without a token can do no
 * more than any other client.
 */
export const cors = fastifyPlugin<CorsOptions>(
  async (app, { origins, routes }) => {
    if (origins.length === 0) return
    const declared = routes.flatMap(({ responseHeaders }) => Object.values(responseHeaders).flat())
    app.addHook('onRoute', (route) => {
      if (route.method === 'OPTIONS') route.config = { ...route.config, ...publicRoute }
    })
    await app.register(fastifyCors, {
      origin: [...origins],
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
      exposedHeaders: [...new Set([...declared, ...commonHeaders])].sort(),
      maxAge: preflightSeconds,
      // Answers an OPTIONS that is not a preflight in the same way, instead of with an error text.
      strictPreflight: false,
    })
  },
  { name: 'cors', fastify: '5.x', dependencies: ['route-rules'] },
)
