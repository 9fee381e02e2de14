import { type ContextManager, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { databaseErrorCode } from '../db/errors.ts'
import { type StatementMessage, statementChannel } from '../db/statement-channel.ts'

/** Whitespace of ours is no part of a statement. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** What a statement does, and to which table: few names, without values. */
export function summaryOf(text: string): string {
  const [verb = 'statement'] = /\w+/.exec(text) ?? []
  const table = /\b(?:FROM|INTO|UPDATE)\s+(?:"?\w+"?\.)?"?([a-z]\w*)"?/i.exec(text)?.[1]
  return table === undefined ? verb.toUpperCase() : `${verb.toUpperCase()} ${table}`
}

/**
 * Makes a span of each statement that is sent within a span, without its values.
 * https://opentelemetry.io/docs/specs/semconv/database/postgresql/
 *
 * @returns stops it
 */
export function followStatements(tracer: Tracer, contexts: ContextManager): () => void {
  const onStatement = (message: unknown) => {
    const { text, settled } = message as StatementMessage
    const context = contexts.active()
    // What belongs to nobody, such as the cleaning, would be traces of one statement.
    if (!trace.getSpan(context)) return
    const summary = summaryOf(text)
    const attributes = {
      'db.system.name': 'postgresql',
      'db.query.text': oneLine(text),
      'db.query.summary': summary,
    }
    const span = tracer.startSpan(summary, { kind: SpanKind.CLIENT, attributes }, context)
    settled.then(
      () => span.end(),
      (error: unknown) => {
        const code = databaseErrorCode(error) || 'unknown'
        span.setAttributes({ 'db.response.status_code': code, 'error.type': code })
        span.setStatus({ code: SpanStatusCode.ERROR })
        span.end()
      },
    )
  }
  statementChannel.subscribe(onStatement)
  return () => statementChannel.unsubscribe(onStatement)
}
