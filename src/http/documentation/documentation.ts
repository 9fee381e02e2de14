import swagger from '@fastify/swagger'
import fastifyPlugin from 'fastify-plugin'
import { publicRoute } from '../route-config.ts'
import { addresses } from './addresses.ts'
import type { ContractDocument } from './contract-document.ts'
import { documentationPages } from './pages.ts'
import type { ProblemCatalogue } from './problem-pages.ts'
import { publish } from './publish.ts'
import { reference } from './reference.ts'
import '../process/base-path.ts'

export interface DocumentationOptions {
  /** The text of `openapi.yaml`. */
  openapiYaml: string
  /** The same document as JSON, for the pages and the reference. */
  openapiJson: string
  /** The same API as OpenAPI 3.0. */
  openapi30Json: string
  /** OpenAPI 3.0 for generators that support one media type a body. */
  openapiJsonOnly: string
  catalogue: ProblemCatalogue
}

/** Sets the URL of the server in a JSON document to the base path. */
function withServer(text: string, basePath: string): string {
  if (basePath === '') return text
  const document = JSON.parse(text)
  document.servers[0].url = basePath
  return JSON.stringify(document)
}

/** Prefixes the links of a page in Markdown or HTML with the base path. */
const withLinksUnder = (basePath: string, text: string) =>
  text.replaceAll('](/', `](${basePath}/`).replaceAll('<a href="/', `<a href="${basePath}/`)

/**
 * Fastify plugin that serves the documentation without a token: the interactive reference at `/docs`, the
 * contract at `/openapi.yaml`, `/openapi.json`, `/openapi-3.0.json` and `/openapi-json-only.json`, and
 * Markdown pages for agents, listed in `/docs/llms.txt`. `/` redirects to the reference.
 */
export const documentation = fastifyPlugin<DocumentationOptions>(
  async (app, { openapiYaml, openapiJson, openapi30Json, openapiJsonOnly, catalogue }) => {
    const { basePath } = app
    const json = 'application/json; charset=utf-8'
    const yamlText = openapiYaml.replace(/^( {2}- url: )\/$/m, `$1${basePath || '/'}`)
    const jsonText = withServer(openapiJson, basePath)
    const document = JSON.parse(jsonText) as ContractDocument
    publish(app, { url: '/openapi.yaml', contentType: 'application/yaml', text: () => yamlText })
    publish(app, { url: '/openapi.json', contentType: json, text: () => jsonText })
    for (const [url, text] of [
      ['/openapi-3.0.json', openapi30Json],
      ['/openapi-json-only.json', openapiJsonOnly],
    ] as const)
      publish(app, { url, contentType: json, text: () => withServer(text, basePath) })
    for (const { text, html, ...page } of documentationPages(document, catalogue))
      publish(app, {
        ...page,
        text: () => withLinksUnder(basePath, text()),
        ...(html && { html: () => withLinksUnder(basePath, html()) }),
      })
    // In this scope and not in that of the reference, so that `app.swagger()` exists on the app.
    await app.register(swagger, { mode: 'static', specification: { document: document as never } })
    await app.register(reference)
    app.get('/', { config: publicRoute }, async (_request, reply) =>
      reply.header('cache-control', 'no-cache').redirect(`${basePath}${addresses.reference}`),
    )
  },
  { name: 'documentation', fastify: '5.x', dependencies: ['base-path'] },
)
