import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { assertReadable, jsonComplexity, maximumDepth } from './json-complexity.ts'
import { ProblemError } from './problems.ts'
import { issueAt } from './validation-issues.ts'

const invalidText = (path: string[]): never => {
  const msg = 'Input should be Unicode text without NUL and without lone surrogates'
  throw new ProblemError('validation_failed', {
    detail: `${['body', ...path].join('/').toWellFormed().slice(0, 300)}: ${msg}`,
    errors: [issueAt('body', path, msg, 'string_unicode')],
  })
}

const tooDeep = (path: string[]): never => {
  const msg = `Input should not nest deeper than ${maximumDepth} levels`
  throw new ProblemError('validation_failed', {
    detail: `body: ${msg}`,
    errors: [issueAt('body', path, msg, 'recursion_limit')],
  })
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/**
 * Checks what JSON Schema can not say: every text, also a property name, must be one that Postgres keeps unchanged
 * (no NUL, no lone surrogate), and the nesting must be bounded.
 *
 * @throws ProblemError validation_failed, with a pointer to the first such place
 */
export function assertStorable(value: unknown, path: string[] = []): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) invalidText(path)
  } else if (typeof value === 'object' && value !== null) {
    if (path.length >= maximumDepth) tooDeep(path)
    for (const [key, member] of Object.entries(value)) {
      path.push(key)
      if (!isStorable(key)) invalidText(path)
      assertStorable(member, path)
      path.pop()
    }
  }
}

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
    try {
      done(
        null,
        parseBounded(body as Buffer, (text) => parse(request, text)),
      )
    } catch (problem) {
      done(problem as Error, undefined)
    }
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
