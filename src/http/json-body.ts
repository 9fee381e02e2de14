import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { assertReadable, type JsonLimits, jsonComplexity, usualLimits } from './json-complexity.ts'
import { pathAt } from './json-place.ts'
import { parseInSlices } from './json-slices.ts'
import { ProblemError } from './problems.ts'
import './route-config.ts'
import { storableProblem } from './storable-json.ts'

/** JSON of so many bytes takes so long that others get their turn while it is parsed. */
const large = 64 * 1024
const byteOrderMark = '\ufeff'

const invalidJson = (detail = 'The body can not be parsed as JSON.') =>
  new ProblemError('invalid_json', { detail })

/**
 * Parses JSON that is bounded in what it becomes: in the number of its values before it is parsed, and in its depth. Others
 * get their turn while a large text is parsed.
 *
 * @param bytes valid UTF-8
 * @param parse throws for what is no JSON
 * @throws ProblemError body_too_complex, invalid_json, or validation_failed with a pointer; and what `parse` throws
 */
export async function parseBounded(
  bytes: Buffer,
  parse: (text: string) => unknown,
  limits: JsonLimits,
): Promise<unknown> {
  const complexity = jsonComplexity(bytes)
  assertReadable(complexity, limits)
  const { fault } = complexity
  const text = bytes.toString()
  try {
    if (fault) {
      const { length } = bytes.toString('utf8', 0, fault.offset)
      throw storableProblem({ path: pathAt(text, length), type: fault.type })
    }
    if (bytes.length < large) return parse(text)
    return await parseInSlices(text.startsWith(byteOrderMark) ? text.slice(1) : text, parse)
  } catch (error) {
    throw error instanceof SyntaxError ? invalidJson() : error
  }
}

/** Parses JSON as Fastify does, which refuses keys that reach into prototypes. */
export function createParse(app: FastifyInstance) {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  return (request: FastifyRequest, text: string): unknown => {
    let read: { error: Error | null; value?: unknown } = { error: null }
    void parseJson(request, text, (error, value) => {
      read = { error, value }
    })
    if (read.error) throw invalidJson()
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
      return done(invalidJson('The body is not valid UTF-8.'), undefined)
    }
    const { jsonLimits = usualLimits } = request.routeOptions.config
    parseBounded(body as Buffer, (text) => parse(request, text), jsonLimits).then(
      (value) => done(null, value),
      done,
    )
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
