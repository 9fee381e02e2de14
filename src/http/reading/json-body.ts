import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { parseInSlices } from '../../values/json-slices.ts'
import { ProblemError } from '../problems/problem.ts'
import { assertReadable, type JsonLimits, jsonComplexity, usualLimits } from './json-complexity.ts'
import { findNameFault } from './json-names.ts'
import { pathAt } from './json-place.ts'
import '../route-config.ts'
import { storableProblem } from './storable-json.ts'

/** JSON of this many bytes is parsed in slices, so that it does not block the event loop. */
const largeBytes = 64 * 1024
const byteOrderMark = /^\ufeff/

const invalidJson = (detail = 'The body cannot be parsed as JSON.') =>
  new ProblemError('invalid_json', { detail })

/**
 * Parses JSON within limits of values and depth, which are checked before parsing. The result equals what was
 * sent: a number that would be rounded and a duplicate name are refused. A large text is parsed in slices.
 *
 * @param bytes valid UTF-8
 * @throws ProblemError body_too_complex, invalid_json, or validation_failed with a pointer
 */
export async function parseBounded(bytes: Buffer, limits: JsonLimits): Promise<unknown> {
  const complexity = jsonComplexity(bytes)
  assertReadable(complexity, limits)
  const { fault, names } = complexity
  const text = bytes.toString().replace(byteOrderMark, '')
  try {
    if (fault) {
      const { length } = bytes.toString('utf8', 0, fault.offset).replace(byteOrderMark, '')
      throw storableProblem({ path: pathAt(text, length), type: fault.type })
    }
    const value = bytes.length < largeBytes ? JSON.parse(text) : await parseInSlices(text)
    const nameFault = await findNameFault(text, value, names)
    if (nameFault) throw storableProblem(nameFault)
    return value
  } catch (error) {
    throw error instanceof SyntaxError ? invalidJson() : error
  }
}

/** Makes the routes of `scope` receive JSON bodies as unparsed streams. */
export function passJsonOn(scope: FastifyInstance): void {
  scope.removeContentTypeParser('application/json')
  scope.addContentTypeParser('application/json', (_request, payload, done) => done(null, payload))
}

const otherMediaType = () =>
  new ProblemError('unsupported_media_type', { detail: 'Send the body as application/json.' })

const isJson = ({ headers }: FastifyRequest) =>
  /^application\/json *(;|$)/i.test(String(headers['content-type']))

/** Whether the headers already show that there is no body. */
const isEmpty = ({ headers }: FastifyRequest) =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0

async function jsonBody(app: FastifyInstance): Promise<void> {
  // With Fastify's own text parser, a text/plain body would skip validation.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Without bytes there is no body; validation reports it where the contract requires one.
    if (body.length === 0) return done(null, undefined)
    if (!isUtf8(body as Buffer)) {
      return done(invalidJson('The body is not valid UTF-8.'), undefined)
    }
    const { jsonLimits = usualLimits } = request.routeOptions.config
    parseBounded(body as Buffer, jsonLimits).then((value) => done(null, value), done)
  })
  app.addContentTypeParser('application/x-ndjson', (request, payload, done) => {
    if (request.routeOptions.config.acceptsLines) return done(null, payload)
    done(otherMediaType())
  })
  // All other media types, and none: some clients send a Content-Type without a body.
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
    if (!request.routeOptions.config.takesNoBody) throw otherMediaType()
    for await (const { length } of payload) if (length > 0) throw otherMediaType()
  })
  app.addHook('preParsing', async (request) => {
    if (request.routeOptions.config.takesNoBody && (isEmpty(request) || !isJson(request)))
      delete request.raw.headers['content-type']
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
      throw new ProblemError('unsupported_media_type', {
        detail: 'Send the body without Content-Encoding.',
        headers: { 'accept-encoding': 'identity' },
      })
    }
  })
}

/** Parses JSON bodies, passes NDJSON on as a stream, and refuses every other media type. */
export const jsonBodyPlugin = fastifyPlugin(jsonBody, { name: 'json-body' })
