import fastifyPlugin from 'fastify-plugin'
import type { ContractDocument } from './documentation/contract-document.ts'
import { documentationPages } from './documentation/pages.ts'
import type { ProblemCatalogue } from './documentation/problem-pages.ts'
import { publish } from './documentation/publish.ts'
import { reference } from './documentation/reference.ts'

/** The contract in the forms in which it is served, and the problems that have pages. */
export interface DocumentationOptions {
  /** `openapi.yaml` as it is written. */
  openapiYaml: string
  /** The same document as JSON; the pages and the reference are made from it. */
  openapiJson: string
  /** The same API as OpenAPI 3.0. */
  openapi30Json: string
  /** As that, for generators that take one media type. */
  openapiJsonOnly: string
  catalogue: ProblemCatalogue
}

/**
 * Fastify plugin that serves the documentation to anyone: the interactive reference at `/docs`, the contract at
 * `/openapi.yaml`, `/openapi.json`, `/openapi-3.0.json` and `/openapi-json-only.json`, and Markdown pages for agents behind
 * `/docs/llms.txt`.
 */
export const documentation = fastifyPlugin<DocumentationOptions>(
  async (app, { openapiYaml, openapiJson, openapi30Json, openapiJsonOnly, catalogue }) => {
    const document = JSON.parse(openapiJson) as ContractDocument
    const json = 'application/json; charset=utf-8'
    publish(app, { url: '/openapi.yaml', contentType: 'application/yaml', text: () => openapiYaml })
    publish(app, { url: '/openapi.json', contentType: json, text: () => openapiJson })
    publish(app, { url: '/openapi-3.0.json', contentType: json, text: () => openapi30Json })
    publish(app, { url: '/openapi-json-only.json', contentType: json, text: () => openapiJsonOnly })
    for (const page of documentationPages(document, catalogue)) publish(app, page)
    await app.register(reference, { document })
  },
  { name: 'documentation', fastify: '5.x' },
)
