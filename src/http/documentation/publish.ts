import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { type BrotliOptions, brotliCompress, constants, gzip } from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'
import type { FastifyInstance } from 'fastify'
import { once } from '../../db/once.ts'
import { prefersHtml } from '../answering/accept.ts'
import { notModifiedTag } from '../answering/conditional.ts'
import { addVary } from '../answering/vary.ts'
import { publicRoute } from '../route-config.ts'
import { htmlPolicy } from './html.ts'

/**
 * A page: its text, and optionally the same as HTML for browsers. Each function is called once, at the first
 * request.
 */
export interface Page {
  readonly url: string
  readonly contentType: string
  readonly text: () => string
  readonly html?: () => string
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

/** Pages shorter than this many bytes fit into the first packets of a connection uncompressed. */
const threshold = 1024

/** A text in every content coding. Each is encoded once, when it is first needed. */
function codingsOf(text: () => string) {
  const makeContent = once(() => Buffer.from(text()))
  const make = (coding: Coding) =>
    once(async () => {
      const content = await encode[coding](makeContent())
      return { content, etag: `"${createHash('sha256').update(content).digest('base64url')}"` }
    })
  const forms = { identity: make('identity'), gzip: make('gzip'), br: make('br') }
  return { isLong: () => makeContent().length >= threshold, forms }
}

/**
 * Serves a page from memory, without a token and with a strong ETag. Clients may cache it, but must
 * revalidate it, which usually costs a 304: documentation only changes with a deployment. It is compressed
 * once and not for each request, since anybody may send requests.
 */
export function publish(app: FastifyInstance, page: Page): void {
  const plain = codingsOf(page.text)
  const html = page.html && codingsOf(page.html)
  app.get(page.url, { config: publicRoute }, async (request, reply) => {
    const asHtml = prefersHtml(request.headers.accept) ? html : undefined
    const { isLong, forms } = asHtml ?? plain
    const coding =
      (isLong() && negotiate(request.headers['accept-encoding'] ?? '', ['br', 'gzip', 'identity'])) ||
      'identity'
    const made = await forms[coding as Coding]()
    addVary(reply, ...(html ? ['accept', 'accept-encoding'] : ['accept-encoding']))
    if (asHtml) reply.header('content-security-policy', htmlPolicy)
    if (coding !== 'identity') reply.header('content-encoding', coding)
    reply.headers({
      etag: made.etag,
      'cache-control': 'no-cache',
      'content-type': asHtml ? 'text/html; charset=utf-8' : page.contentType,
      'x-content-type-options': 'nosniff',
    })
    if (!notModifiedTag(request.headers['if-none-match'], made.etag)) return made.content
    return reply.code(304).removeHeader('content-type').removeHeader('content-encoding').send()
  })
}
