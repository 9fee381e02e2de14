import type { DiagLogger } from '@opentelemetry/api'
import type { FastifyBaseLogger } from 'fastify'

/** How often a trouble is told at most, in milliseconds. */
const tellingInterval = 60_000
/** The longest text that is told: it may hold what a server answered. */
const longestText = 500

/**
 * Makes the log of OpenTelemetry: what it calls an error, such as an exporter whose server is away, costs some spans and
 * is a warning here, once a minute.
 */
export function diagnostics(
  logger: Pick<FastifyBaseLogger, 'warn' | 'debug'>,
  now: () => number = () => performance.now(),
): DiagLogger {
  let toldAt = Number.NEGATIVE_INFINITY
  const tell = (...words: unknown[]) => {
    if (now() - toldAt < tellingInterval) return
    toldAt = now()
    logger.warn({ reason: words.map(String).join(' ').slice(0, longestText) }, 'traces may be incomplete')
  }
  const ignore = () => undefined
  return { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore }
}
