import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** The path under which a proxy has this server, without a slash at its end; empty when it has it at the root. */
    basePath: string
  }
  interface FastifyRequest {
    /** The same for whoever has a request alone. */
    basePath: string
  }
}

/**
 * Takes the base path from the front of a URL, so that a proxy may take it away or leave it. Health checks that know
 * nothing of the proxy are answered without it.
 */
export function withoutBasePath(basePath: string, url: string): string {
  if (!url.startsWith(basePath)) return url
  const rest = url.slice(basePath.length)
  return /^[/?]|^$/.test(rest) ? rest.replace(/^(?!\/)/, '/') : url
}

/** The headers of an answer whose addresses are paths of this server, with the paths as the client knows them. */
export function addressHeaders(basePath: string, headers: Record<string, string>): Record<string, string> {
  const { location, link } = headers
  return {
    ...headers,
    ...(location && { location: `${basePath}${location}` }),
    ...(link && { link: link.replace(/^<\//, `<${basePath}/`) }),
  }
}

/**
 * Fastify plugin that tells the base path. It is a setting and not read from `X-Forwarded-Prefix`: whoever reaches the server
 * past the proxy could send that, and lead clients elsewhere.
 */
export const basePathPlugin = fastifyPlugin<{ basePath: string }>(
  async (app, { basePath }) => {
    app.decorate('basePath', basePath)
    app.decorateRequest('basePath', basePath)
  },
  { name: 'base-path', fastify: '5.x' },
)
