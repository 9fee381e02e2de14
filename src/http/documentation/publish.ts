import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { type BrotliOptions, brotliCompress, constants, gzip } from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'
import type { FastifyInstance } from 'fastify'
import { once } from '../../db/once.ts'
import { notModifiedTag } from '../conditional.ts'
import { publicRoute } from '../route-config.ts'
import { addVary } from '../vary.ts'

/** A text at an address. `text` is called at the first request, and once. */
export interface Page {
  readonly url: string
  readonly contentType: string
  readonly text: () => string
}

type Coding = keyof typeof encode

const encode = {
  identity: async (content: Buffer) => content,
  gzip: promisify<Buffer, Buffer>(gzip),
  br: async (content: Buffer) =>
    promisify<Buffer, BrotliOptions, Buffer>(brotliCompress)(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 6 },
    }),
}

/** Shorter pages fit into the first packets of a connection as they are, in bytes. */
const threshold = 1024

/**
 * Serves `page` from memory, to anyone, with a strong ETag. Clients may keep it but must ask again before they use
 * it, which costs them a 304: documentation changes with a deployment and not before. It is compressed once, and not for
 * each request, since anyone may send those.
 */
export function publish(app: FastifyInstance, page: Page): void {
  const makeContent = once(() => Buffer.from(page.text()))
  const make = (coding: Coding) => async () => {
    const content = await encode[coding](makeContent())
    return { content, etag: `"${createHash('sha256').update(content).digest('base64url')}"` }
  }
  const forms = {
    identity: once(make('identity')),
    gzip: once(make('gzip')),
    br: once(make('br')),
  }
  app.get(page.url, { config: publicRoute }, async (request, reply) => {
    const isLong = makeContent().length >= threshold
    const coding =
      (isLong && negotiate(request.headers['accept-encoding'] ?? '', ['br', 'gzip', 'identity'])) ||
      'identity'
    const made = await forms[coding as Coding]()
    addVary(reply, 'accept-encoding')
    if (coding !== 'identity') reply.header('content-encoding', coding)
    reply.headers({
      etag: made.etag,
      'cache-control': 'no-cache',
      'content-type': page.contentType,
      'x-content-type-options': 'nosniff',
    })
    if (!notModifiedTag(request.headers['if-none-match'], made.etag)) return made.content
    return reply.code(304).removeHeader('content-type').removeHeader('content-encoding').send()
  })
}
