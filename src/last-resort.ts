import type { FastifyBaseLogger } from 'fastify'

/**
 * Ends the process when an error reached nobody. What it left behind is not known then, so nothing more is answered: an
 * orchestrator starts another process, and PostgreSQL rolls back what was not committed. This is never to happen; without
 * it, Node would write the error as it is, with the SQL and the values of rows.
 *
 * @param logger one that keeps SQL out of its lines (`loggableError`)
 * @param program the process, or what a test has in its place
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
