import type { DiagLogger } from '@opentelemetry/api'
import type { FastifyBaseLogger } from 'fastify'

/** The shortest time between two warnings, in milliseconds. */
const warningInterval = 60_000
/** Limits the reason in a warning, which may contain the answer of a server. */
const maximumLength = 500

/**
 * Creates the logger for OpenTelemetry. Its errors, e.g. of an exporter whose server is down, only lose
 * spans, so they are logged as warnings, at most one a minute.
 */
export function diagnostics(
  logger: Pick<FastifyBaseLogger, 'warn' | 'debug'>,
  now: () => number = () => performance.now(),
): DiagLogger {
  let warnedAt = Number.NEGATIVE_INFINITY
  const warn = (...words: unknown[]) => {
    if (now() - warnedAt < warningInterval) return
    warnedAt = now()
    logger.warn({ reason: words.map(String).join(' ').slice(0, maximumLength) }, 'traces may be incomplete')
  }
  const ignore = () => undefined
  return { error: warn, warn, info: ignore, debug: ignore, verbose: ignore }
}
