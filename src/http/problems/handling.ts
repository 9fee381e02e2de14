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
import { expectedProblem, type ProblemResult, problem, problemBody } from './problem.ts'
import { type TargetCode, unknownTarget, withContextNamed } from './unknown-target.ts'
import { validationIssue } from './validation-issues.ts'
import '../route-config.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the problem that answered the request, if any. */
    problemCode: ProblemCode | undefined
  }
}

const contentType = 'application/problem+json; charset=utf-8'

/** The problems for the framework's own errors. */
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

/** The problems for other refusals of the framework and its plugins, by their status. */
const refusedStatuses: Record<number, { code: ProblemCode; detail: string }> = {
  400: { code: 'malformed_request', detail: 'The request cannot be read.' },
  403: { code: 'route_not_found', detail: 'There is nothing at this path.' },
  404: { code: 'route_not_found', detail: 'There is nothing at this path.' },
  414: { code: 'route_not_found', detail: 'There is nothing at this path.' },
}

/**
 * The plugin for static files throws errors of http-errors: they have `status` and `statusCode`, and no code.
 */
const frameworkProblem = ({
  code = '',
  statusCode = 0,
  status,
}: Partial<FastifyError & { status: number }>) =>
  frameworkProblems[code] ??
  (code.startsWith('FST_') || status === statusCode ? refusedStatuses[statusCode] : undefined)

/** For inserted rows whose parent has been deleted meanwhile: the problem by the name of the foreign key. */
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

/** The detail for a temporary failure of the database; undefined for other errors. */
const unavailableDetail = (error: unknown): string | undefined => {
  if (isDatabaseUnavailable(error)) return 'The database cannot be reached.'
  if (isLockTimeout(error))
    return 'Another writer held a lock that this request needs, so the request gave up.'
  return isRetryable(error)
    ? 'Another writer was in the way of this request, so the database undid it.'
    : undefined
}

/** The detail for an organization that has reached a limit, and the seconds until a retry makes sense. */
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
 * The problem for any thrown value. Errors that a client caused are explained. Every other one is an
 * `internal_error` without its cause, which only goes to the log.
 */
export function toProblem(thrownError: unknown): ProblemResult {
  const error = unwrapped(thrownError)
  const expected = expectedProblem(error)
  if (expected) return expected
  if (error instanceof ShareExceededError) return shareProblem(error)
  const thrown = (error ?? {}) as FastifyError
  const invalid = validationProblem(thrown)
  if (invalid) return invalid
  const framework = frameworkProblem(thrown)
  if (framework) return problem(framework.code, { detail: framework.detail })
  const detail = unavailableDetail(error)
  if (detail) return problem('database_unavailable', { detail, headers: { 'retry-after': '1' } })
  if (error instanceof CredentialsUnreadableError) return problem('credentials_unreadable')
  const target = constraintProblems[violatedConstraint(error)]
  return target
    ? unknownTarget(target)
    : problem('internal_error', { detail: 'The log has the cause under this request_id.' })
}

/** Adds the lines of a YAML body to the errors and the detail. */
function withLines({ problem, ...result }: ProblemResult, { lineOf }: FastifyRequest): ProblemResult {
  const errors = problem.errors?.map((issue) => {
    const [location, ...path] = issue.loc
    return location === 'body' && lineOf ? { line: lineOf(path), ...issue } : issue
  })
  if (!errors) return { ...result, problem }
  const line = errors[0]?.line
  const located = line === undefined ? {} : { detail: `${problem.detail} (line ${line})` }
  return { ...result, problem: { ...problem, ...located, errors } }
}

/** Sends a problem as the answer of a request. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  result: ProblemResult,
): FastifyReply {
  request.problemCode = result.problem.code
  return (
    reply
      .code(result.status)
      // The plugin that sets x-request-id does not run for a request without a route.
      .headers({
        ...answerHeaders,
        'x-request-id': request.id,
        ...result.headers,
        'content-type': contentType,
      })
      .send(problemBody(withLines(withContextNamed(result, request.query), request), request))
  )
}

/** Headers about a resource, which a failed handler may have set already. */
const resourceHeaders = ['etag', 'location', 'link', 'description-shadowed-by']

/** SQLSTATE query_canceled: the statement of a client that disconnects is cancelled. */
const queryCancelled = '57014'

/**
 * Whether a request failed because the client disconnected, while it sent its body or waited for its answer.
 */
const isDisconnected = ({ raw }: FastifyRequest, reply: FastifyReply, error: unknown) =>
  reply.raw.destroyed && (!raw.complete || databaseErrorCode(error) === queryCancelled)

/**
 * Answers an error with its problem. Also Fastify's option `frameworkErrors`, e.g. for a URL that cannot be
 * decoded.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const result = isDisconnected(request, reply, error)
    ? problem('malformed_request', { detail: 'The client went away.' })
    : toProblem(error)
  if (result.status >= 500) request.log.error({ err: error }, 'the request failed')
  for (const name of resourceHeaders) reply.removeHeader(name)
  void sendProblem(request, reply, result)
}

/** Answers a message that is not valid HTTP: Fastify's option `clientErrorHandler`. */
export function answerClientError(error: { code?: string }, socket: import('node:net').Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
  const result = problem('malformed_request', { detail: 'The HTTP message cannot be parsed.' })
  const body = JSON.stringify(problemBody(result, { url: '/', id: 'none' }))
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: ${contentType}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

/** Every path with GET also has HEAD. */
const withHead = (method: string) => (method === 'GET' ? ['GET', 'HEAD'] : [method])

/** A regular expression for the paths of a route: each parameter is one segment. */
const pathPattern = (url: string) =>
  new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`)

/** Sorts routes by the precedence of the router: a fixed segment comes before a parameter. */
const precedence = (url: string) => url.replace(/:\w+/g, '~')
const byPrecedence = (one: { url: string }, other: { url: string }) =>
  precedence(one.url) < precedence(other.url) ? -1 : 1

/** The method and the path of an operation. */
interface Address {
  method: string
  url: string
}

/**
 * For each path, the methods that it lacks but that the router would find at a path with a parameter instead
 * of a fixed segment: PUT of `/things/bulk-status`, where `/things/:id` has PUT.
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

/** Whether the router matched a parameter with an empty segment, as in `/things/`. */
const hasEmptyParameter = ({ params, routeOptions }: FastifyRequest): boolean =>
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
  // Before the body is read, since its media type would be refused first.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || hasEmptyParameter(request)) await answerNoRoute(request, reply)
  })
  for (const [url, method] of shadowedMethods(routes)) {
    if (method.length > 0)
      app.route({ method, url, config: { public: true }, onRequest: answerNoRoute, handler: answerNoRoute })
  }
}

/** Fastify plugin that answers thrown errors, unknown paths, and methods that a path lacks with problems. */
export const problemHandlingPlugin = fastifyPlugin(problemHandling, { name: 'problem-handling' })
