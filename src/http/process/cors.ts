import fastifyCors from '@fastify/cors'
import fastifyPlugin from 'fastify-plugin'
import type { RouteDefinition } from '../../contract/route-definition.ts'
import { commonHeaders } from '../answering/answer-headers.ts'
import { publicRoute } from '../route-config.ts'

/** How long a browser may rely on a preflight, in seconds: as long as Chromium does at most. */
const preflightSeconds = 7200

/** What the plugin needs to know. */
export interface CorsOptions {
  /** The origins whose pages may use the API, or `*`; none lets no page of another origin. */
  origins: readonly string[]
  /** The contract, which says which headers answers have. */
  routes: readonly RouteDefinition[]
}

/**
 * Fastify plugin that lets pages of other origins use the API, by the fetch standard. Tokens are sent by the page itself and
 * never by the browser, so credentials are not allowed, and a page without a token can do nothing more than any other client.
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
      // An OPTIONS that is no preflight gets the methods, too, and no text of its own.
      strictPreflight: false,
    })
  },
  { name: 'cors', fastify: '5.x', dependencies: ['route-rules'] },
)
