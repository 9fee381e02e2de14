import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { publicRoute } from '../route-config.ts'
import { addresses } from './addresses.ts'
import { downloadPlugin, searchPlugin } from './reference-search.ts'
import { favicon, logo, styles } from './reference-theme.ts'

/**
 * Everything comes from this server. Images may also be data URLs, since the style sheet has its icons in
 * them.
 */
const contentSecurityPolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  // The hash is for the only inline style of Swagger UI 5: in its own logo, which shows until ours replaces
  // it.
  'style-src': "'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/**
 * Encapsulated Fastify plugin that serves the interactive reference at `/docs` for the document of
 * `app.swagger()`. All its files come from installed packages.
 */
export async function reference(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, ...publicRoute }
    // The plugin would serve its own copies of the published document.
    const form = /^\/docs\/(json|yaml)$/.exec(route.url)?.[1]
    if (form) route.handler = async (_request, reply) => reply.redirect(`${app.basePath}/openapi.${form}`)
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      // Leads a program from the reference to the text for programs (RFC 8288).
      link: `<${app.basePath}${addresses.index}>; rel="alternate"; type="text/plain"`,
    })
  })
  await app.register(swaggerUi, {
    routePrefix: addresses.reference,
    indexPrefix: app.basePath,
    staticCSP: contentSecurityPolicy,
    logo: { type: 'image/svg+xml', content: logo, href: `${app.basePath}${addresses.reference}` },
    theme: {
      title: 'Sourcebook: API reference',
      css: [{ filename: 'sourcebook.css', content: styles }],
      favicon: [
        { filename: 'favicon.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: favicon },
      ],
    },
    uiConfig: {
      deepLinking: true,
      persistAuthorization: false,
      tryItOutEnabled: true,
      displayOperationId: true,
      displayRequestDuration: true,
      showCommonExtensions: true,
      filter: true,
      plugins: [downloadPlugin, searchPlugin],
      docExpansion: 'none',
      defaultModelsExpandDepth: 0,
      validatorUrl: null,
    },
  })
}
