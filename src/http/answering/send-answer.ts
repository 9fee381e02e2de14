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

/** What an answer is sent with. */
export interface Sending {
  definition: RouteDefinition
  countStream: ReturnType<typeof createStreamLimit>
  /** Reads the next part of a whole list. */
  readNext: Parameters<typeof everyPart>[1]
}

/**
 * Sends what a handler answered in the form that the request asks for: a problem, events, YAML, lines, a whole list part by
 * part, or one JSON body, of the fields that `fields` names and in a content coding where that pays. Streams are counted,
 * and end when the caller's token does.
 */
export function sendAnswer(
  { definition, countStream, readNext }: Sending,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
): FastifyReply {
  const { status, headers = {}, once, items, events, text, problem: answered } = answer
  const { body: kept = items } = answer
  if (answered) {
    return sendProblem(request, reply, { status, problem: answered, headers })
  }
  const body = once ? { ...(kept as object), ...once } : kept
  const { fields } = request.query as { fields?: string[] }
  const schema = successSchema(definition, status)
  const select = fields && body !== undefined ? selectFields(schema, fields) : (value: unknown) => value
  reply.code(status).headers({ ...answerHeaders, ...addressHeaders(request.basePath, headers) })
  const sendStream = (contentType: string, parts: Readable) => {
    reply.header('content-type', `${contentType}; charset=utf-8`)
    // Fastify would read a stream to its end to throw it away.
    if (request.method === 'HEAD') {
      parts.destroy()
      return reply.send(Readable.from([]))
    }
    const counted = countStream(request.principal, parts, reply.raw)
    if (contentType !== arrayForm.contentType) return reply.send(counted)
    reply.compress(counted)
    return reply
  }
  // No more is made ahead than a slow client takes: no event, and no part of a list.
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
  // A list that is complete at once is an answer as any other.
  if (!items || !lineSchema || (!answer.next && !isLines)) {
    if (body === undefined || once) return reply.send(select(body))
    reply.type('application/json; charset=utf-8')
    const chosen = select(body) as Record<string, unknown>
    // A body that is compressed is a stream when hooks see it.
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
