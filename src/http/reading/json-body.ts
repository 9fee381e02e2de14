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

/** JSON of so many bytes takes so long that others get their turn while it is parsed. */
const large = 64 * 1024
const byteOrderMark = /^\ufeff/

const invalidJson = (detail = 'The body cannot be parsed as JSON.') =>
  new ProblemError('invalid_json', { detail })

/**
 * Parses JSON that is bounded in what it becomes: in the number of its values before it is parsed, and in its depth. What
 * is parsed is what was sent: no number is rounded, and no member hides another one. Others get their turn while a large
 * text is parsed.
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
    const value = bytes.length < large ? JSON.parse(text) : await parseInSlices(text)
    const nameFault = await findNameFault(text, value, names)
    if (nameFault) throw storableProblem(nameFault)
    return value
  } catch (error) {
    throw error instanceof SyntaxError ? invalidJson() : error
  }
}

/** Passes JSON bodies of the routes of `scope` on as the streams they are. */
export function passJsonOn(scope: FastifyInstance): void {
  scope.removeContentTypeParser('application/json')
  scope.addContentTypeParser('application/json', (_request, payload, done) => done(null, payload))
}

const otherMediaType = () =>
  new ProblemError('unsupported_media_type', { detail: 'Send the body as application/json.' })

const isJson = ({ headers }: FastifyRequest) =>
  /^application\/json *(;|$)/i.test(String(headers['content-type']))

/** Whether it is known, before anything is read, that there is no body. */
const isEmpty = ({ headers }: FastifyRequest) =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0

async function jsonBody(app: FastifyInstance): Promise<void> {
  // The text parser that Fastify brings would let text/plain past the validation of a body.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // No bytes are no body: the contract then says that one is required.
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
  // All other types, and none: clients name some although they send no bytes.
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

/** Reads JSON bodies, and passes lines of JSON on as the stream they are; nothing else is read. */
export const jsonBodyPlugin = fastifyPlugin(jsonBody, { name: 'json-body' })
