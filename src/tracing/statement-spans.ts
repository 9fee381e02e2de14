import { type ContextManager, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { databaseErrorCode } from '../db/errors.ts'
import { type StatementMessage, statementChannel } from '../db/statement-channel.ts'

/** Collapses the white space of the source code. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** The verb and the table of a statement: few distinct names, without values. */
export function summaryOf(text: string): string {
  const [verb = 'statement'] = /\w+/.exec(text) ?? []
  const table = /\b(?:FROM|INTO|UPDATE)\s+(?:"?\w+"?\.)?"?([a-z]\w*)"?/i.exec(text)?.[1]
  return table === undefined ? verb.toUpperCase() : `${verb.toUpperCase()} ${table}`
}

/**
 * Creates a span for each statement that is sent within a span, without its values.
 * https://opentelemetry.io/docs/specs/semconv/database/postgresql/
 *
 * @returns a function that stops it
 */
export function followStatements(tracer: Tracer, contexts: ContextManager): () => void {
  const onStatement = (message: unknown) => {
    const { text, settled } = message as StatementMessage
    const context = contexts.active()
    // Statements outside of a span, such as those of the cleaning, would be traces of one statement.
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
