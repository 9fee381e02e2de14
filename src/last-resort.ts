import type { FastifyBaseLogger } from 'fastify'

/**
 * Ends the process after an unhandled error. The state of the process is unknown then, so it answers no more
 * requests: an orchestrator starts another process, and PostgreSQL rolls back open transactions. An unhandled
 * error is always a bug. Node itself would print the error with the SQL and the values of rows.
 *
 * @param logger a logger that omits SQL (`loggableError`)
 * @param program the process, or a substitute in tests
 */
export function endOnUnhandledErrors(
  logger: Pick<FastifyBaseLogger, 'fatal'>,
  program: Pick<NodeJS.Process, 'once' | 'exit'> = process,
): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    program.once(event, (thrown: unknown) => {
      const error = thrown instanceof Error ? thrown : new Error(`${typeof thrown} thrown`)
      logger.fatal({ err: error, event }, 'nobody handled an error; the process ends')
      program.exit(1)
    })
  }
}
