import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import fastifyPlugin from 'fastify-plugin'
import '../route-config.ts'

/** Shorter bodies fit into the first packets of a connection as they are, in bytes. */
const threshold = 1024
/** Longer bodies are compressed by the threads of libuv and not by the event loop, in bytes. */
const syncThreshold = 16 * 1024

/** The tag of a representation in a content coding, which is another one than that without (RFC 9110, section 8.8.3.3). */
const tagInCoding = (etag: string, coding: string) => etag.replace(/"$/, `.${coding}"`)

/**
 * Fastify plugin with `reply.compress`, which sends a body in a coding that the client takes, br or gzip. Nothing is
 * compressed without it: lines and events must arrive when they are written, and an answer that tells a secret once is
 * better off without (BREACH).
 *
 * Others may be compressed although they repeat what a request said: BREACH needs a browser that sends requests with the
 * victim's credentials by itself, and this API takes no cookies. Bodies of requests are never decompressed.
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
