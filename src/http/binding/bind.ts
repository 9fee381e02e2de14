import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify'
import type { RouteDefinition } from '../../contract/route-definition.ts'
import { isDivisible } from '../../contract/validation-pieces.ts'
import { isPermission } from '../../identity/permissions.ts'
import type { Principal } from '../../identity/principal.ts'
import { type Sending, sendAnswer } from '../answering/send-answer.ts'
import { authorize } from '../authentication.ts'
import type { Deadline } from '../process/deadline.ts'
import { coerceTexts } from '../reading/coercion.ts'
import { piecesLimits, uploadLimits, usualLimits } from '../reading/json-complexity.ts'
import { createExecution, type ExecutionOptions, type HandlersOfApp, handlerOf } from './execution.ts'
import { dropNulls, idNamesOf, lowerIds, missingBody, splitCommaLists } from './request-parts.ts'
import '../route-config.ts'
import '../uploads/uploads.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request; set before anything else of it is looked at. */
    principal: Principal
  }
}

/** What an operation is bound with. */
export interface BindingOptions extends ExecutionOptions {
  /** How long a request is waited for. */
  deadline: Deadline
  /** Counts an answer that is streamed. */
  countStream: Sending['countStream']
  /** Hooks that run once the caller is known, e.g. the rate limit. */
  afterAuthorization: onRequestAsyncHookHandler[]
}

/**
 * Opens the route of one operation.
 *
 * @throws Error when the operation has no security, no permission or no handler
 */
export function bind(
  app: FastifyInstance,
  definition: RouteDefinition,
  handlers: HandlersOfApp,
  options: BindingOptions,
): void {
  const { operationId, method, url, permission, security, commaLists, schema, bodyLine } = definition
  const { takesYaml = false, streamsBody = false, bodyLimit = 0, leftByNull = [] } = definition
  const { afterAuthorization, countStream, deadline, maximumLineLength } = options
  if (security.length === 0 || !isPermission(permission)) {
    throw new Error(`${operationId} has no security or no known permission: the route is not opened`)
  }
  if (!handlerOf(handlers.shared.handlers, operationId)) throw new Error(`${operationId} has no handler`)
  const { body: _, ...withoutBody } = schema
  const [idsInPath, idsInQuery] = [idNamesOf(schema.params), idNamesOf(schema.querystring)]
  // What is written takes as long as it is large, so it has no deadline.
  const takesUploads = streamsBody || takesYaml || bodyLine !== undefined || bodyLimit > 0
  const jsonLimits = !takesUploads ? usualLimits : isDivisible(schema.body) ? piecesLimits : uploadLimits
  const execute = createExecution(app, definition, { takesUploads, handlers }, options)

  app.route({
    method,
    url,
    // By media type, so that a stream of lines is not taken for an array; other media types have no parser.
    schema: bodyLine
      ? { ...schema, body: { content: { 'application/json': { schema: schema.body } } } }
      : streamsBody
        ? withoutBody
        : schema,
    // The operator may allow more for every body.
    bodyLimit: Math.max(bodyLimit, maximumLineLength),
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
        const answering = execute({ request, reply })
        const answer = await (takesUploads ? answering : deadline(answering))
        const readNext: Sending['readNext'] = (next) => deadline(execute({ request, reply, next }))
        return sendAnswer({ definition, countStream, readNext }, request, reply, answer)
      } finally {
        await upload?.release()
      }
    },
  })
}
