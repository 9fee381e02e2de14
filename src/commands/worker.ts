import { tmpdir } from 'node:os'
import { pino } from 'pino'
import { loadConfig } from '../config.ts'
import { loggableError } from '../db/errors.ts'
import { awaitUsableDatabase } from '../db/usable-database.ts'
import { completeConfig } from '../identity/development-secrets.ts'
import { startIntrospection } from '../introspection/worker.ts'
import { endOnUnhandledErrors } from '../last-resort.ts'
import { onStopSignal } from '../stop-signals.ts'
import { startTracing } from '../tracing/tracing.ts'
import { assertWritableFolder } from '../usable-folder.ts'
import { runWhenProgram, withoutArguments } from './run-command.ts'

const usage = `Usage: npm run worker

Introspects sources in a process of its own; run the server with INTROSPECTION_WORKERS=0 then. It needs the DATABASE_URL and
the CREDENTIALS_KEY of the server, and runs until SIGTERM or Ctrl-C.
`

/** `npm run worker`: introspects sources in a process of its own until a signal ends it. */
export const main = withoutArguments(usage, async (environment) => {
  const config = await completeConfig(loadConfig(environment))
  const { DATABASE_URL: connection } = config
  if (connection === undefined) {
    const stderr =
      'A separate worker needs DATABASE_URL. Without it the server has its own database and introspects by itself.\n'
    return { exitCode: 2, stdout: '', stderr }
  }
  const logger = pino({ level: config.LOG_LEVEL, serializers: { err: loggableError } })
  endOnUnhandledErrors(logger)
  await assertWritableFolder('UPLOAD_DIR', config.UPLOAD_DIR ?? tmpdir())
  const tracing = await startTracing(environment, logger)
  const patienceSeconds = config.DATABASE_WAIT_SECONDS
  await awaitUsableDatabase(connection, { patienceSeconds, migrates: false, logger })
  const workers = Math.max(1, config.INTROSPECTION_WORKERS)
  const introspection = await startIntrospection(
    connection,
    { ...config, INTROSPECTION_WORKERS: workers },
    logger,
    { inSpan: tracing?.inSpan },
  )
  logger.info({ workers }, 'waiting for runs')
  await new Promise<void>((resolve) => onStopSignal(resolve))
  logger.info('stopping: running work finishes')
  await introspection.stop()
  await tracing?.stop()
  return { exitCode: 0, stdout: '', stderr: '' }
})

await runWhenProgram(import.meta.url, usage, main)
