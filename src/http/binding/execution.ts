import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RouteDefinition } from '../../contract/route-definition.ts'
import type { Database, Executor } from '../../db/client.ts'
import type { Lane } from '../../db/lanes.ts'
import { createIsThere, lastKindIn } from '../../db/path-keys.ts'
import { type ContextParameters, createRequestOrganization } from '../../identity/request-organization.ts'
import { type Admission, streamPatience, type Work } from '../admission/admission.ts'
import { coalescedOperations, sharedOperations } from '../admission/shared-operations.ts'
import { prefersLines } from '../answering/accept.ts'
import { idempotently } from '../answering/idempotency.ts'
import type { RequestFingerprint } from '../answering/request-fingerprint.ts'
import { createTokenCheck } from '../answering/streams.ts'
import { toProblem } from '../problems/handling.ts'
import { problemBody } from '../problems/problem.ts'
import { targetCodeOf, unknownTarget } from '../problems/unknown-target.ts'
import { abandonedSignal } from '../process/abandoned.ts'
import { bodyItems } from '../reading/body-items.ts'
import type { Answer, Handlers, HandlersOver, RequestContext } from './operation.ts'
import { bytesOf } from './request-parts.ts'

/** The handlers over one executor, with what they need to know of a request. */
export interface BoundHandlers {
  handlers: Handlers
  requestOrganization: ReturnType<typeof createRequestOrganization>
  isThere: ReturnType<typeof createIsThere>
}

/** Binds the handlers to an executor. */
export const bindHandlers = (handlersOver: HandlersOver, executor: Executor): BoundHandlers => ({
  handlers: handlersOver(executor),
  requestOrganization: createRequestOrganization(executor),
  isThere: createIsThere(executor),
})

/** The handlers over all executors that last as long as the app. */
export interface HandlersOfApp {
  shared: BoundHandlers
  of(lane: Lane): BoundHandlers
  over(executor: Executor): BoundHandlers
}

/** What requests are executed with. */
export interface ExecutionOptions {
  handlersOver: HandlersOver
  /** The way to the database. */
  admission: Admission
  /** Fingerprints of requests with an Idempotency-Key. */
  fingerprint: RequestFingerprint
  /** The longest line of a body that comes as lines, in bytes. */
  maximumLineLength: number
  /** How many bytes of answers one organization may have stored for its Idempotency-Keys. */
  idempotencyBytes: number
}

/** A request, or the next part of the list that it asks for. */
export interface Requested {
  request: FastifyRequest
  reply: FastifyReply
  next?: Readonly<Record<string, string>> | undefined
}

/** How long an upload waits for its turn when it has come completely, in milliseconds. */
const uploadPatience = 60_000

type AnyHandler = (input: Record<string, unknown>, context: RequestContext) => Promise<Answer>
type Parts = { params: ContextParameters; query: Record<string, unknown>; headers: Record<string, string> }

/** The handler of an operation; undefined when there is none. */
export const handlerOf = (handlers: Handlers, operationId: string): AnyHandler | undefined =>
  handlers[operationId as keyof Handlers] as unknown as AnyHandler | undefined

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

/**
 * Makes the execution of one operation: it finds the organization of a request, calls the handler, at most once for one
 * Idempotency-Key, and enters the database by the lane, the shared pool or the statement-wise executor that suits it.
 */
export function createExecution(
  app: FastifyInstance,
  definition: RouteDefinition,
  { takesUploads, handlers: ofApp }: { takesUploads: boolean; handlers: HandlersOfApp },
  options: ExecutionOptions,
): (requested: Requested) => Promise<Answer> {
  const { operationId, url, schema, bodyLine, streams, streamsBody = false } = definition
  const { handlersOver, admission, fingerprint, maximumLineLength, idempotencyBytes } = options
  const targetCode = targetCodeOf(url)
  const takesKey = takesIdempotencyKey(schema)
  const canStream = Object.keys(streams).length > 0
  const isText = Object.values(schema.response).some(({ content }) => content?.['application/yaml'])
  const isShared = sharedOperations.has(operationId)
  const isCoalesced = coalescedOperations.has(operationId)

  const inputOf = ({ request, next }: Requested) => {
    const { params, query: given, headers, body } = request as Parts & FastifyRequest
    const query = { ...given, ...next }
    const items = bodyLine && bodyItems(request, { schema: bodyLine, maximumLength: maximumLineLength })
    const bytes = streamsBody ? bytesOf(body as Readable) : undefined
    return { params, query, headers, body: streamsBody ? undefined : body, items, bytes }
  }

  const contextOf = (
    { request, reply }: Requested,
    { organizationId, missingTarget }: Pick<RequestContext, 'organizationId' | 'missingTarget'>,
  ): RequestContext => ({
    principal: request.principal,
    organizationId,
    wantsWhole:
      canStream && (prefersLines(request.headers.accept) || namesNoPage(request.query as Parts['query'])),
    closing: app.closing,
    abandoned: () => abandonedSignal(reply.raw),
    tokenProblem: createTokenProblem(request),
    url: request.url,
    lineOf: request.lineOf,
    missingTarget,
  })

  /** @param db where the answer is stored when the request has an Idempotency-Key */
  const executeWith = async (
    { handlers, requestOrganization, isThere }: BoundHandlers,
    requested: Requested,
    db?: Database,
  ): Promise<Answer> => {
    const input = inputOf(requested)
    const { params, query, headers, body } = input
    const { principal } = requested.request
    const organizationId = await requestOrganization(principal, params, query as ContextParameters)
    if (organizationId === 'unknown') return unknownTarget(targetCode)
    const missingTargetOver = (isThere: BoundHandlers['isThere']) => async () => {
      const kind = lastKindIn(params)
      if (!kind || organizationId === undefined) return undefined
      return (await isThere(kind, params, organizationId)) ? undefined : unknownTarget(targetCode)
    }
    const context = contextOf(requested, { organizationId, missingTarget: missingTargetOver(isThere) })
    const key = headers['idempotency-key']
    if (!takesKey || key === undefined || !db)
      return (handlerOf(handlers, operationId) as AnyHandler)(input, context)
    const request = fingerprint({ operationId, params, query, body })
    return idempotently(db, { organizationId, key, request, limit: idempotencyBytes }, (transaction) => {
      const bound = handlerOf(handlersOver(transaction), operationId) as AnyHandler
      return bound(input, { ...context, missingTarget: missingTargetOver(createIsThere(transaction)) })
    })
  }

  return (requested) => {
    const { request, reply, next } = requested
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
        () => executeWith(ofApp.shared, { request, reply }),
        isCoalesced ? (lane) => executeWith(ofApp.of(lane), { request, reply }) : undefined,
      )
    if (isText) return executeWith(ofApp.over(admission.statementWise(work)), { request, reply })
    return admission.onLane(work, (lane) => executeWith(ofApp.of(lane), requested, lane.db))
  }
}
