import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import {
  databaseErrorCode,
  isDatabaseUnavailable,
  isLockTimeout,
  isRetryable,
  unwrapped,
  violatedConstraint,
} from '../../db/errors.ts'
import { ShareExceededError, type ShareName } from '../../db/shares.ts'
import { CredentialsUnreadableError } from '../../identity/credentials/cipher.ts'
import { answerHeaders } from '../answering/answer-headers.ts'
import type { ProblemCode } from './catalogue.ts'
import { type ProblemResult, problem, problemBody, toldProblem } from './problem.ts'
import { type TargetCode, unknownTarget, withContextNamed } from './unknown-target.ts'
import { validationIssue } from './validation-issues.ts'
import '../route-config.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the problem by which the request was answered, if it was. */
    problemCode: ProblemCode | undefined
  }
}

const contentType = 'application/problem+json; charset=utf-8'

/** What the framework's own errors mean here, with the sentence that says so. */
const frameworkProblems: Record<string, { code: ProblemCode; detail: string }> = {
  FST_ERR_BAD_URL: { code: 'malformed_url', detail: 'The path is not percent-encoded correctly.' },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'body_too_large',
    detail: 'The body is larger than this server accepts.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'unsupported_media_type',
    detail: 'Send the body as application/json.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'malformed_request',
    detail: 'The body does not have the length of Content-Length.',
  },
}

/** What else the framework and its plugins refuse, by the status that they would answer. */
const refusedStatuses: Record<number, { code: ProblemCode; detail: string }> = {
  400: { code: 'malformed_request', detail: 'The request cannot be read.' },
  403: { code: 'route_not_found', detail: 'There is nothing at this path.' },
  404: { code: 'route_not_found', detail: 'There is nothing at this path.' },
  414: { code: 'route_not_found', detail: 'There is nothing at this path.' },
}

/** What serves static files throws errors in the manner of http-errors, which have both words for their status, and no code. */
const frameworkProblem = ({
  code = '',
  statusCode = 0,
  status,
}: Partial<FastifyError & { status: number }>) =>
  frameworkProblems[code] ??
  (code.startsWith('FST_') || status === statusCode ? refusedStatuses[statusCode] : undefined)

/** Rows that lost a race against the deletion of what they point to, by the name of the foreign key. */
const constraintProblems: Record<string, TargetCode> = {
  databases_integration_source: 'source_not_found',
  integration_sources_organization: 'organization_not_found',
  api_tokens_organization: 'organization_not_found',
}

const validationProblem = ({ validation, validationContext }: FastifyError): ProblemResult | undefined => {
  const [first] = validation ?? []
  if (!first) return undefined
  const issue = validationIssue(first, validationContext)
  return problem('validation_failed', { detail: `${issue.loc.join('/')}: ${issue.msg}`, errors: [issue] })
}

/** What is told of a failure of the database that need not be one the next time. */
const unavailableDetail = (error: unknown): string | undefined => {
  if (isDatabaseUnavailable(error)) return 'The database cannot be reached.'
  if (isLockTimeout(error)) return 'Another writer kept what this request needs, so the request was given up.'
  return isRetryable(error)
    ? 'Another writer was in the way of this request, so the database undid it.'
    : undefined
}

/** What an organization that has its share is told, and after how many seconds there may be more. */
const shareProblems: Record<ShareName, { detailOf: (limit: number) => string; retryAfter: number }> = {
  queued_runs: {
    detailOf: (limit) =>
      `${limit} introspection runs of this organization wait, which is its limit. Let them begin, or cancel some.`,
    retryAfter: 30,
  },
  waiting_proposals: {
    detailOf: (limit) =>
      `${limit} proposals of this organization wait for a decision, which is its limit. Decide on some of them.`,
    retryAfter: 60,
  },
  idempotency_bytes: {
    detailOf: (limit) =>
      `${limit} bytes of answers are stored for the Idempotency-Keys of this organization, which is its limit. They are deleted after 24 hours; or send the request without a key.`,
    retryAfter: 3600,
  },
  api_tokens: {
    detailOf: (limit) =>
      `This organization has ${limit} API tokens in use, which is its limit. Revoke some of them.`,
    retryAfter: 60,
  },
  sources: {
    detailOf: (limit) =>
      `This organization has ${limit} integration sources, which is its limit. Delete some of them.`,
    retryAfter: 60,
  },
}

const shareProblem = ({ share, limit }: ShareExceededError): ProblemResult => {
  const { detailOf, retryAfter } = shareProblems[share]
  return problem(`too_many_${share}`, {
    detail: detailOf(limit),
    headers: { 'retry-after': String(retryAfter) },
  })
}

/**
 * The problem for anything that was thrown. Only what is known to be the client's is told; everything else is an
 * `internal_error` without a word about its cause, which the log has.
 */
export function toProblem(thrownError: unknown): ProblemResult {
  const error = unwrapped(thrownError)
  const told = toldProblem(error)
  if (told) return told
  if (error instanceof ShareExceededError) return shareProblem(error)
  const thrown = (error ?? {}) as FastifyError
  const invalid = validationProblem(thrown)
  if (invalid) return invalid
  const framework = frameworkProblem(thrown)
  if (framework) return problem(framework.code, { detail: framework.detail })
  const detail = unavailableDetail(error)
  if (detail) return problem('database_unavailable', { detail, headers: { 'retry-after': '1' } })
  if (error instanceof CredentialsUnreadableError) return problem('credentials_unreadable')
  const lost = constraintProblems[violatedConstraint(error)]
  return lost
    ? unknownTarget(lost)
    : problem('internal_error', { detail: 'The log has the cause under this request_id.' })
}

/** Says in which lines of a YAML body the problem is. */
function withLines({ problem: told, ...result }: ProblemResult, { lineOf }: FastifyRequest): ProblemResult {
  const errors = told.errors?.map((issue) => {
    const [location, ...path] = issue.loc
    return location === 'body' && lineOf ? { line: lineOf(path), ...issue } : issue
  })
  if (!errors) return { ...result, problem: told }
  const line = errors[0]?.line
  const place = line === undefined ? {} : { detail: `${told.detail} (line ${line})` }
  return { ...result, problem: { ...told, ...place, errors } }
}

/** Sends a problem, from wherever it was found. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  result: ProblemResult,
): FastifyReply {
  request.problemCode = result.problem.code
  return (
    reply
      .code(result.status)
      // The plugin that sets it elsewhere does not see a request without a route.
      .headers({
        ...answerHeaders,
        'x-request-id': request.id,
        ...result.headers,
        'content-type': contentType,
      })
      .send(problemBody(withLines(withContextNamed(result, request.query), request), request))
  )
}

/** What the headers of an answer that could not be written said of its resource. */
const headersOfResources = ['etag', 'location', 'link', 'description-shadowed-by']

/** SQLSTATE query_canceled: the statement of a client that goes away is stopped. */
const stopped = '57014'

/** Whether it failed because the client hung up, while it sent its body or waited for its answer. */
const hungUp = ({ raw }: FastifyRequest, reply: FastifyReply, error: unknown) =>
  reply.raw.destroyed && (!raw.complete || databaseErrorCode(error) === stopped)

/** Answers errors that no route saw, e.g. a URL that cannot be decoded: the option `frameworkErrors` of Fastify. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const result = hungUp(request, reply, error)
    ? problem('malformed_request', { detail: 'The client went away.' })
    : toProblem(error)
  if (result.status >= 500) request.log.error({ err: error }, 'the request failed')
  for (const name of headersOfResources) reply.removeHeader(name)
  void sendProblem(request, reply, result)
}

/** Answers a request that is no HTTP at all: the option `clientErrorHandler` of Fastify. */
export function answerClientError(error: { code?: string }, socket: import('node:net').Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
  const result = problem('malformed_request', { detail: 'The HTTP message cannot be parsed.' })
  const body = JSON.stringify(problemBody(result, { url: '/', id: 'none' }))
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: ${contentType}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

/** HEAD is answered wherever GET is. */
const withHead = (method: string) => (method === 'GET' ? ['GET', 'HEAD'] : [method])

/** A regular expression for the paths of a route: each parameter is one segment. */
const pathPattern = (url: string) =>
  new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`)

/** Sorts as the router chooses: where one path has a fixed segment and another a parameter, the fixed one is first. */
const precedence = (url: string) => url.replace(/:\w+/g, '~')
const byPrecedence = (one: { url: string }, other: { url: string }) =>
  precedence(one.url) < precedence(other.url) ? -1 : 1

/** One operation, as far as its address goes. */
interface Address {
  method: string
  url: string
}

/**
 * The methods that the router would give to a path with a parameter, on paths with a fixed segment in its place that
 * do not have them: PUT of `/things/bulk-status`, where `/things/:id` can be put.
 */
const shadowedMethods = (routes: readonly Address[]): Map<string, string[]> =>
  new Map(
    routes.map(({ url }) => {
      const own = new Set(routes.filter((route) => route.url === url).map(({ method }) => method))
      const others = routes
        .filter((other) => precedence(url) < precedence(other.url) && pathPattern(other.url).test(url))
        .filter(({ method }) => !own.has(method))
      return [url, [...new Set(others.map(({ method }) => method))]]
    }),
  )

/** Whether the router took a segment without a character for a parameter: `/things/` is no thing without a name. */
const namesNothing = ({ params, routeOptions }: FastifyRequest): boolean =>
  routeOptions.config.operationId !== undefined && Object.values(params as object).includes('')

async function problemHandling(
  app: FastifyInstance,
  { routes }: { routes: readonly Address[] },
): Promise<void> {
  const patterns = routes.map(({ url }) => ({ url, pattern: pathPattern(url) })).sort(byPrecedence)
  const unknownPathDetail = (path: string) => {
    const shorter = path.slice(0, -1)
    if (path.endsWith('/') && patterns.some(({ pattern }) => pattern.test(shorter)))
      return `No path ends in a slash: use ${shorter}.`
    return path.includes('//') ? 'A segment of the path is empty.' : 'No operation has this path.'
  }
  const answerNoRoute = async (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?', 1)[0] as string
    const chosen = patterns.find(({ pattern }) => pattern.test(path))
    if (!chosen)
      return sendProblem(request, reply, problem('route_not_found', { detail: unknownPathDetail(path) }))
    const methods = routes.filter(({ url }) => url === chosen.url).map(({ method }) => method)
    const allow = [...new Set(methods.flatMap(withHead))].sort().join(', ')
    return sendProblem(
      request,
      reply,
      problem('method_not_allowed', { detail: `This path has ${allow}.`, headers: { allow } }),
    )
  }
  app.decorateRequest('problemCode', undefined)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerNoRoute)
  // Before a body is looked at: it would be refused as one of a wrong media type.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || namesNothing(request)) await answerNoRoute(request, reply)
  })
  for (const [url, method] of shadowedMethods(routes)) {
    if (method.length > 0)
      app.route({ method, url, config: { public: true }, onRequest: answerNoRoute, handler: answerNoRoute })
  }
}

/** Answers every error as a problem: thrown ones, unknown paths and methods that a path does not have. */
export const problemHandlingPlugin = fastifyPlugin(problemHandling, { name: 'problem-handling' })
