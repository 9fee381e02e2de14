import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { publicRoute } from '../route-config.ts'

/** A text at an address. `text` is called at the first request, and once. */
export interface Page {
  readonly url: string
  readonly contentType: string
  readonly text: () => string
}

/**
 * Serves `page` from memory, to anyone, with a strong ETag. Clients may keep it but must ask again before they use
 * it, which costs them a 304: documentation changes with a deployment and not before.
 */
export function publish(app: FastifyInstance, page: Page): void {
  let made: { content: Buffer; etag: string } | undefined
  const make = () => {
    const content = Buffer.from(page.text())
    return { content, etag: `"${createHash('sha256').update(content).digest('base64url')}"` }
  }
  app.get(page.url, { config: publicRoute }, async (request, reply) => {
    made ??= make()
    reply.headers({
      etag: made.etag,
      'cache-control': 'no-cache',
      'content-type': page.contentType,
      'x-content-type-options': 'nosniff',
    })
    if (!names(request.headers['if-none-match'], made.etag)) return made.content
    return reply.code(304).removeHeader('content-type').send()
  })
}

/** Whether an If-None-Match names `etag`, in the weak comparison of RFC 9110 section 13.1.2. */
function names(header = '', etag: string): boolean {
  return header.split(',').some((part) => ['*', etag].includes(part.trim().replace(/^W\//, '')))
}
