import { isUtf8 } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { assertReadable, jsonComplexity, maximumDepth } from './json-complexity.ts'
import { ProblemError } from './problems.ts'
import { assertStorable } from './storable-json.ts'

/** Bodies of so many bytes take so long that others get their turn before and after. */
const large = 256 * 1024

/**
 * Parses JSON that is bounded in what it becomes: in the number of its values before it is parsed, and in its depth.
 *
 * @param parse throws for what is no JSON
 * @throws ProblemError body_too_complex, or validation_failed with a pointer
 */
export function parseBounded(bytes: Buffer, parse: (text: string) => unknown): unknown {
  const complexity = jsonComplexity(bytes)
  assertReadable(complexity)
  const value = parse(bytes.toString())
  // A walk over all values takes longer than to parse them, and most texts cannot hold what it looks for.
  if (complexity.hasUnicodeEscapes || complexity.depth > maximumDepth) assertStorable(value)
  return value
}

/** Parses JSON as Fastify does, which refuses keys that reach into prototypes. */
export function createParse(app: FastifyInstance) {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  return (request: FastifyRequest, text: string): unknown => {
    let read: { error: Error | null; value?: unknown } = { error: null }
    void parseJson(request, text, (error, value) => {
      read = { error, value }
    })
    if (read.error) throw new ProblemError('invalid_json', { detail: 'The body can not be parsed as JSON.' })
    return read.value
  }
}

/** Passes JSON bodies of the routes of `scope` on as the streams they are. */
export function passJsonOn(scope: FastifyInstance): void {
  scope.removeContentTypeParser('application/json')
  scope.addContentTypeParser('application/json', (_request, payload, done) => done(null, payload))
}

async function jsonBody(app: FastifyInstance): Promise<void> {
  const parse = createParse(app)
  // The text parser that Fastify brings would let text/plain past the validation of a body.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // No bytes are no body: the contract then says that one is required.
    if (body.length === 0) return done(null, undefined)
    if (!isUtf8(body as Buffer)) {
      return done(new ProblemError('invalid_json', { detail: 'The body is not valid UTF-8.' }), undefined)
    }
    const read = () => parseBounded(body as Buffer, (text) => parse(request, text))
    try {
      if (body.length < large) return done(null, read())
    } catch (problem) {
      return done(problem as Error, undefined)
    }
    // What comes after it, e.g. the validation, takes long, too.
    setImmediate()
      .then(read)
      .then((value) => setImmediate(value))
      .then((value) => done(null, value), done)
  })
  app.addContentTypeParser('application/x-ndjson', (request, payload, done) => {
    if (request.routeOptions.config.acceptsLines) return done(null, payload)
    done(new ProblemError('unsupported_media_type', { detail: 'Send the body as application/json.' }))
  })
  app.addHook('preParsing', async (request) => {
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
      throw new ProblemError('unsupported_media_type', {
        detail: 'Send the body without Content-Encoding.',
        headers: { 'accept-encoding': 'identity' },
      })
    }
  })
}

/** Reads JSON bodies, and passes lines of JSON on as the stream they are; nothing else is read. */
export const jsonBodyPlugin = fastifyPlugin(jsonBody, { name: 'json-body' })
