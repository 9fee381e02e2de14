import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { JsonSchema, RouteDefinition } from '../../contract/route-definition.ts'
import type { Answer } from '../binding/operation.ts'
import { sendProblem } from '../problems/handling.ts'
import { addressHeaders } from '../process/base-path.ts'
import { prefersLines } from './accept.ts'
import { answerHeaders } from './answer-headers.ts'
import { selectFields } from './fields.ts'
import { withLineEnd } from './line-end.ts'
import { type createStreamLimit, createTokenCheck, whileAccepted } from './streams.ts'
import { addVary } from './vary.ts'
import { arrayForm, everyPart, linesForm, listText } from './whole-lists.ts'
import './compression.ts'

const successSchema = ({ schema }: RouteDefinition, status: number): JsonSchema =>
  schema.response[status]?.content?.['application/json']?.schema ?? {}

/** What `sendAnswer` needs for every answer of one operation. */
export interface Sending {
  definition: RouteDefinition
  countStream: ReturnType<typeof createStreamLimit>
  /** Reads the next part of a whole list. */
  readNext: Parameters<typeof everyPart>[1]
}

/**
 * Sends the answer of a handler in the form that the request asks for: a problem, events, YAML, NDJSON, a
 * whole list part by part, or one JSON body. It applies `fields`, and compresses where that pays. Streams
 * count against their limit, and end when the caller's token is no longer valid.
 */
export function sendAnswer(
  { definition, countStream, readNext }: Sending,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
): FastifyReply {
  const { status, headers = {}, once, items, events, text, problem: answered } = answer
  const { body: stored = items } = answer
  if (answered) {
    return sendProblem(request, reply, { status, problem: answered, headers })
  }
  const body = once ? { ...(stored as object), ...once } : stored
  const { fields } = request.query as { fields?: string[] }
  const schema = successSchema(definition, status)
  const select = fields && body !== undefined ? selectFields(schema, fields) : (value: unknown) => value
  reply.code(status).headers({ ...answerHeaders, ...addressHeaders(request.basePath, headers) })
  const sendStream = (contentType: string, parts: Readable) => {
    reply.header('content-type', `${contentType}; charset=utf-8`)
    // Fastify would read the whole stream only to discard it.
    if (request.method === 'HEAD') {
      parts.destroy()
      return reply.send(Readable.from([]))
    }
    const counted = countStream(request.principal, parts, reply.raw)
    if (contentType !== arrayForm.contentType) return reply.send(counted)
    reply.compress(counted)
    return reply
  }
  // Events and parts of lists are produced only as fast as the client reads them.
  const slowly = (parts: AsyncIterable<string>) => Readable.from(parts, { highWaterMark: 1 })
  const checked = (parts: AsyncIterable<string>) =>
    slowly(
      whileAccepted(
        parts,
        createTokenCheck(() => request.server.authenticate(request)),
      ),
    )
  if (events) return sendStream('text/event-stream', slowly(events))
  if (text) return sendStream('application/yaml', checked(text))
  const lineSchema = definition.streams[status]
  addVary(reply, ...(lineSchema ? ['accept', 'accept-encoding'] : ['accept-encoding']))
  const isLines = lineSchema !== undefined && prefersLines(request.headers.accept)
  // A list that fits into one part is sent like any other JSON answer.
  if (!items || !lineSchema || (!answer.next && !isLines)) {
    if (body === undefined || once) return reply.send(select(body))
    reply.type('application/json; charset=utf-8')
    const chosen = select(body) as Record<string, unknown>
    // Hooks see a compressed body as a stream, so the line end is added before.
    reply.compress(withLineEnd(reply.serializeInput(chosen, String(status), 'application/json') as string))
    return reply
  }
  const serialize = reply.compileSerializationSchema(lineSchema)
  const chosen = fields ? selectFields(lineSchema, fields) : select
  const form = isLines ? linesForm : arrayForm
  const parts = everyPart(answer, readNext)
  const write = (item: unknown) => serialize(chosen(item) as Record<string, unknown>)
  return sendStream(form.contentType, checked(listText(parts, write, form)))
}
