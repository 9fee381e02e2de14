import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** The path under which a proxy serves this server, without a trailing slash; empty for the root. */
    basePath: string
  }
  interface FastifyRequest {
    /** The same, for code that has only the request. */
    basePath: string
  }
}

/**
 * Removes the base path from the start of a URL. A URL without it stays the same, since a proxy may have
 * removed it and health checks may bypass the proxy.
 */
export function withoutBasePath(basePath: string, url: string): string {
  if (!url.startsWith(basePath)) return url
  const rest = url.slice(basePath.length)
  return /^[/?]|^$/.test(rest) ? rest.replace(/^(?!\/)/, '/') : url
}

/** Prefixes the paths in `location` and `link` with the base path, as the client sees them. */
export function addressHeaders(basePath: string, headers: Record<string, string>): Record<string, string> {
  const { location, link } = headers
  return {
    ...headers,
    ...(location && { location: `${basePath}${location}` }),
    ...(link && { link: link.replace(/^<\//, `<${basePath}/`) }),
  }
}

/**
 * Fastify plugin that adds the base path to the app and to requests. The base path is a setting. It is not
 * read from `X-Forwarded-Prefix`: a client that bypasses the proxy could send that header and point others
 * elsewhere.
 */
export const basePathPlugin = fastifyPlugin<{ basePath: string }>(
  async (app, { basePath }) => {
    app.decorate('basePath', basePath)
    app.decorateRequest('basePath', basePath)
  },
  { name: 'base-path', fastify: '5.x' },
)
