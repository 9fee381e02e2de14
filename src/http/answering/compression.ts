import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import fastifyPlugin from 'fastify-plugin'
import '../route-config.ts'

/** Bodies shorter than this many bytes fit into the first packets of a connection uncompressed. */
const threshold = 1024
/**
 * Bodies longer than this many bytes are compressed in libuv's threads, so that they do not block the event
 * loop.
 */
const syncThreshold = 16 * 1024

/**
 * The ETag of a compressed representation, which must differ from the uncompressed one (RFC 9110, section
 * 8.8.3.3).
 */
const tagInCoding = (etag: string, coding: string) => etag.replace(/"$/, `.${coding}"`)

/**
 * Fastify plugin that adds `reply.compress`, which compresses a body with br or gzip if the client accepts
 * it. Only bodies sent this way are compressed: lines and events must arrive when they are written, and an
 * answer with a secret must not be compressed (BREACH).
 *
 * Other answers may be compressed even though they repeat parts of their request: BREACH needs a browser that
 * attaches the victim's credentials by itself, and this API has no cookies. Request bodies are never
 * decompressed.
 */
export const compression = fastifyPlugin(
  async (app) => {
    await app.register(fastifyCompress, {
      globalCompression: false,
      globalDecompression: false,
      encodings: ['br', 'gzip'],
      customTypes: /^application\/json(;|$)/,
      threshold,
      syncThreshold,
      // Twice as fast as the default, for a tenth more bytes.
      zlibOptions: { level: 4 },
      brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    })
    app.addHook('onSend', async (request, reply) => {
      if (!request.routeOptions.config.operationId) return
      const coding = reply.getHeader('content-encoding')
      const etag = reply.getHeader('etag')
      if (coding !== undefined && etag !== undefined)
        reply.header('etag', tagInCoding(String(etag), String(coding)))
    })
  },
  { name: 'compression', fastify: '5.x' },
)
