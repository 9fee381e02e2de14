import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { JsonSchema, RouteDefinition } from '../contract/route-definition.ts'
import { isDivisible } from '../contract/validation-pieces.ts'
import type { Database, Executor } from '../db/client.ts'
import type { Lane } from '../db/lanes.ts'
import { once } from '../db/once.ts'
import { createIsThere, lastKindIn } from '../db/path-keys.ts'
import { isPermission } from '../identity/permissions.ts'
import type { Principal } from '../identity/principal.ts'
import { type ContextParameters, createRequestOrganization } from '../identity/request-organization.ts'
import { issueAt } from '../values/invalid-input.ts'
import { type Admission, streamPatience, type Work } from './admission/admission.ts'
import { coalescedOperations, sharedOperations } from './admission/shared-operations.ts'
import { prefersLines } from './answering/accept.ts'
import { idempotently } from './answering/idempotency.ts'
import type { RequestFingerprint } from './answering/request-fingerprint.ts'
import { type Sending, sendAnswer } from './answering/send-answer.ts'
import { type createStreamLimit, createTokenCheck } from './answering/streams.ts'
import { authorize } from './authentication.ts'
import type { Answer, Handlers, HandlersOver, RequestContext } from './operation.ts'
import { toProblem } from './problems/handling.ts'
import { ProblemError, problemBody } from './problems/problem.ts'
import { targetCodeOf, unknownTarget } from './problems/unknown-target.ts'
import { abandonedSignal } from './process/abandoned.ts'
import type { Deadline } from './process/deadline.ts'
import { bodyItems } from './reading/body-items.ts'
import { coerceTexts } from './reading/coercion.ts'
import { passJsonOn } from './reading/json-body.ts'
import { piecesLimits, uploadLimits, usualLimits } from './reading/json-complexity.ts'
import { createWithoutDefaults } from './reading/without-defaults.ts'
import './route-config.ts'
import './uploads/uploads.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request; set before anything else of it is looked at. */
    principal: Principal
  }
}

/** What the binder puts together. */
export interface OperationsOptions {
  routes: readonly RouteDefinition[]
  handlersOver: HandlersOver
  /** The way to the database. */
  admission: Admission
  /** Fingerprints of requests with an Idempotency-Key. */
  fingerprint: RequestFingerprint
  /** The longest line of a body that comes as lines, in bytes. */
  maximumLineLength: number
  /** How long a request is waited for. */
  deadline: Deadline
  /** How many bytes of answers one organization may have stored for its Idempotency-Keys. */
  idempotencyBytes: number
  /** Counts an answer that is streamed. */
  countStream: ReturnType<typeof createStreamLimit>
  /** Hooks that run once the caller is known, e.g. the rate limit. */
  afterAuthorization: onRequestAsyncHookHandler[]
}

/** What carries requests out over one executor. */
interface Room {
  handlers: Handlers
  requestOrganization: ReturnType<typeof createRequestOrganization>
  isThere: ReturnType<typeof createIsThere>
}

/** The rooms of all executors that last as long as the app. */
interface Rooms {
  shared: Room
  of(lane: Lane): Room
  over(executor: Executor): Room
}

/** How long an upload waits for its turn when it has come completely, in milliseconds. */
const uploadPatience = 60_000

type AnyHandler = (input: Record<string, unknown>, context: RequestContext) => Promise<Answer>
type Parts = { params: ContextParameters; query: Record<string, unknown>; headers: Record<string, string> }

/** A request, or the next part of the list that it asks for. */
interface Requested {
  request: FastifyRequest
  reply: FastifyReply
  next?: Readonly<Record<string, string>> | undefined
}

/** The bytes of a body that was received. */
async function* bytesOf(body: Readable): AsyncGenerator<Buffer> {
  let isEmpty = true
  for await (const chunk of body) {
    isEmpty = false
    yield chunk
  }
  if (isEmpty) throw missingBody()
}

const missingBody = () =>
  new ProblemError('validation_failed', {
    detail: 'body: Field required',
    errors: [issueAt('body', [], 'Field required', 'missing')],
  })

/**
 * `a, b` is the array of a and b for a parameter that the contract writes with `explode: false`, and so is the parameter
 * twice.
 */
function splitCommaLists(names: readonly string[], query: Record<string, unknown>): void {
  for (const name of names) {
    const value = query[name]
    if (value !== undefined)
      query[name] = [value]
        .flat()
        .flatMap((part) => String(part).split(','))
        .map((part) => part.trim())
  }
}

/** Takes the nulls away that leave what they name as it is. */
function dropNulls(names: readonly string[], body: unknown): void {
  const members = body as Record<string, unknown>
  for (const name of names) if (members[name] === null) delete members[name]
}

/** The parameters of a path or query that are ids. */
const idNamesOf = (schema: JsonSchema | undefined): string[] =>
  Object.entries((schema?.properties ?? {}) as Record<string, JsonSchema>)
    .filter(([, { format }]) => format === 'uuid')
    .map(([name]) => name)

/** Writes ids in lower case, as they are stored and answered. */
function lowerIds(names: readonly string[], values: Record<string, unknown>): void {
  for (const name of names) {
    const id = values[name]
    if (typeof id === 'string') values[name] = id.toLowerCase()
  }
}

const takesIdempotencyKey = ({ headers }: RouteDefinition['schema']): boolean =>
  Object.hasOwn((headers?.properties ?? {}) as object, 'idempotency-key')

/** Whether the client asks for no page of a list; a list that is always read in pages has a limit by default. */
const namesNoPage = ({ limit, cursor }: Record<string, unknown>): boolean =>
  limit === undefined && cursor === undefined

/** Makes the function that says by which problem an answer that goes on for long must end. */
function createTokenProblem(request: FastifyRequest) {
  const check = createTokenCheck(() => request.server.authenticate(request))
  return async () => {
    const error = await check()
    return error && problemBody(toProblem(error), request)
  }
}

function bind(
  app: FastifyInstance,
  definition: RouteDefinition,
  rooms: Rooms,
  options: OperationsOptions,
): void {
  const { operationId, method, url, permission, security, commaLists, schema, bodyLine, streams } = definition
  const { takesYaml = false, streamsBody = false, bodyLimit = 0, leftByNull = [] } = definition
  const { handlersOver, admission, fingerprint, maximumLineLength } = options
  const { afterAuthorization, countStream, deadline } = options
  // What the operator allows of every body is not taken back here.
  const limit = Math.max(bodyLimit, maximumLineLength)
  if (security.length === 0 || !isPermission(permission)) {
    throw new Error(`${operationId} has no security or no known permission: the route is not opened`)
  }
  const handlerOf = (from: Handlers) =>
    from[operationId as keyof Handlers] as unknown as AnyHandler | undefined
  if (!handlerOf(rooms.shared.handlers)) throw new Error(`${operationId} has no handler`)
  const targetCode = targetCodeOf(url)
  const { body: _, ...withoutBody } = schema
  const takesKey = takesIdempotencyKey(schema)
  const [idsInPath, idsInQuery] = [idNamesOf(schema.params), idNamesOf(schema.querystring)]
  // What is written takes as long as it is large, so it has no deadline.
  const takesUploads = streamsBody || takesYaml || bodyLine !== undefined || bodyLimit > 0
  const jsonLimits = !takesUploads ? usualLimits : isDivisible(schema.body) ? piecesLimits : uploadLimits
  const canStream = Object.keys(streams).length > 0
  const isText = Object.values(schema.response).some(({ content }) => content?.['application/yaml'])
  const isShared = sharedOperations.has(operationId)
  const isCoalesced = coalescedOperations.has(operationId)

  /** @param database where the answer is stored when the request has an Idempotency-Key */
  const carryOutIn = async (
    { handlers, requestOrganization, isThere }: Room,
    { request, reply, db, next }: Requested & { db?: Database },
  ): Promise<Answer> => {
    const { params, headers } = request as Parts & FastifyRequest
    const { principal, body } = request
    const query = { ...(request.query as Parts['query']), ...next }
    const organizationId = await requestOrganization(principal, params, query as ContextParameters)
    if (organizationId === 'unknown') return unknownTarget(targetCode)
    const items =
      bodyLine &&
      bodyItems(request, {
        schema: bodyLine,
        maximumLength: maximumLineLength,
      })
    const bytes = streamsBody ? bytesOf(body as Readable) : undefined
    const input = { params, query, headers, body: streamsBody ? undefined : body, items, bytes }
    const missingTargetOver = (isThere: Room['isThere']) => async () => {
      const kind = lastKindIn(params)
      if (!kind || organizationId === undefined) return undefined
      return (await isThere(kind, params, organizationId)) ? undefined : unknownTarget(targetCode)
    }
    const context: RequestContext = {
      principal,
      organizationId,
      wantsWhole: canStream && (prefersLines(headers.accept) || namesNoPage(request.query as Parts['query'])),
      closing: app.closing,
      abandoned: () => abandonedSignal(reply.raw),
      tokenProblem: createTokenProblem(request),
      url: request.url,
      lineOf: request.lineOf,
      missingTarget: missingTargetOver(isThere),
    }
    const key = headers['idempotency-key']
    if (!takesKey || key === undefined || !db) return (handlerOf(handlers) as AnyHandler)(input, context)
    const described = fingerprint({ operationId, params, query, body })
    return idempotently(
      db,
      { organizationId, key, request: described, limit: options.idempotencyBytes },
      (transaction) => {
        const bound = handlerOf(handlersOver(transaction)) as AnyHandler
        return bound(input, { ...context, missingTarget: missingTargetOver(createIsThere(transaction)) })
      },
    )
  }

  const introspectDatabase = ({ request, reply, next }: Requested): Promise<Answer> => {
    const { principal, headers } = request
    const work: Work = {
      owner: principal.organizationId ?? principal.subject,
      recipient: reply.raw,
      ...(takesUploads && { patience: uploadPatience }),
      ...(next && { patience: streamPatience }),
    }
    const hasKey = takesKey && headers['idempotency-key'] !== undefined
    if (isShared && !hasKey)
      return admission.sharing(
        work,
        () => carryOutIn(rooms.shared, { request, reply }),
        isCoalesced ? (lane) => carryOutIn(rooms.of(lane), { request, reply }) : undefined,
      )
    if (isText) return carryOutIn(rooms.over(admission.statementWise(work)), { request, reply })
    return admission.onLane(work, (lane) => carryOutIn(rooms.of(lane), { request, reply, next, db: lane.db }))
  }

  app.route({
    method,
    url,
    // By media type, so that a stream of lines is not taken for an array; other media types have no parser.
    schema: bodyLine
      ? { ...schema, body: { content: { 'application/json': { schema: schema.body } } } }
      : streamsBody
        ? withoutBody
        : schema,
    bodyLimit: limit,
    config: {
      operationId,
      acceptsLines: bodyLine !== undefined,
      takesNoBody: schema.body === undefined,
      acceptsYaml: takesYaml,
      takesUploads,
      streamsBody,
      jsonLimits,
    },
    onRequest: [
      async (request) => {
        request.principal = await deadline(app.authenticate(request))
        authorize(request.principal, permission)
      },
      ...afterAuthorization,
    ],
    preValidation: async (request) => {
      splitCommaLists(commaLists, request.query as Record<string, unknown>)
      coerceTexts(schema.params, request.params as Record<string, unknown>)
      coerceTexts(schema.querystring, request.query as Record<string, unknown>)
      if (schema.body && request.body === undefined) throw missingBody()
    },
    handler: async (request, reply) => {
      dropNulls(leftByNull, request.body)
      lowerIds(idsInPath, request.params as Record<string, unknown>)
      lowerIds(idsInQuery, request.query as Record<string, unknown>)
      const { upload } = request
      if (upload) upload.isInUse = true
      try {
        const carrying = introspectDatabase({ request, reply })
        const answer = await (takesUploads ? carrying : deadline(carrying))
        const readNext: Sending['readNext'] = (next) => deadline(introspectDatabase({ request, reply, next }))
        return sendAnswer({ definition, countStream, readNext }, request, reply, answer)
      } finally {
        await upload?.release()
      }
    },
  })
}

/**
 * Binds every operation of the contract to its handler: authentication and authorization first, then validation by
 * the contract's schemas, then the organization of the request, then the handler, at most once for one
 * Idempotency-Key where the contract declares it. An operation without security, permission or handler does not boot.
 */
export const operationsPlugin = fastifyPlugin<OperationsOptions>(
  async (app, options) => {
    app.decorateRequest('principal', null as unknown as Principal)
    const withoutDefaults = createWithoutDefaults()
    const routes = options.routes.map((definition) => ({
      ...definition,
      schema: { ...definition.schema, response: withoutDefaults(definition.schema.response) },
      streams: withoutDefaults(definition.streams),
    }))
    const [streamed, read] = [true, false].map((wanted) =>
      routes.filter(({ streamsBody = false }) => streamsBody === wanted),
    ) as [RouteDefinition[], RouteDefinition[]]
    const { admission, handlersOver } = options
    const over = (executor: Executor): Room => ({
      handlers: handlersOver(executor),
      requestOrganization: createRequestOrganization(executor),
      isThere: createIsThere(executor),
    })
    // A lane that is never used costs nothing.
    const ofLanes = new Map(admission.lanes.map((lane) => [lane, once(() => over(lane.db))]))
    const rooms: Rooms = {
      shared: over(admission.shared),
      of: (lane) => (ofLanes.get(lane) as () => Room)(),
      over,
    }
    for (const definition of read) bind(app, definition, rooms, options)
    await app.register(async (scope) => {
      passJsonOn(scope)
      for (const definition of streamed) bind(scope, definition, rooms, options)
    })
  },
  {
    name: 'operations',
    dependencies: [
      'base-path',
      'compression',
      'closing',
      'authentication',
      'json-body',
      'yaml-body',
      'uploads',
      'problem-handling',
    ],
  },
)
