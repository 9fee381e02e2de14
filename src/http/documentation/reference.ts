import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { publicRoute } from '../route-config.ts'
import { addresses } from './addresses.ts'
import { favicon, logo, styles } from './reference-theme.ts'

/** Everything comes from this server; images may also be data, which is how the style sheet holds its icons. */
const contentSecurityPolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  // The hash is the one inline style sheet of Swagger UI 5: in its own logo, which is there until ours takes the place.
  'style-src': "'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/**
 * Fastify plugin, encapsulated, that serves the interactive reference at `/docs` from the packages of this
 * installation alone. `document` is the parsed OpenAPI document.
 */
export async function reference(app: FastifyInstance, { document }: { document: object }): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, ...publicRoute }
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      // A program that comes for the reference finds the text for programs (RFC 8288).
      link: `<${addresses.index}>; rel="alternate"; type="text/plain"`,
    })
  })
  await app.register(swagger, { mode: 'static', specification: { document: document as never } })
  await app.register(swaggerUi, {
    routePrefix: addresses.reference,
    staticCSP: contentSecurityPolicy,
    logo: { type: 'image/svg+xml', content: logo, href: addresses.reference },
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
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
      validatorUrl: null,
    },
  })
}
