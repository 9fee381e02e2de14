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

Introspects sources apart from the server, which then runs with INTROSPECTION_WORKERS=0. It needs the DATABASE_URL and the
CREDENTIALS_KEY of the server, and goes on until SIGTERM or Ctrl-C.
`

/** `npm run worker`: introspects sources, apart from the API, until a signal tells it to end. */
export const main = withoutArguments(usage, async (environment) => {
  const config = await completeConfig(loadConfig(environment))
  const { DATABASE_URL: connection } = config
  if (connection === undefined) {
    const stderr =
      'Workers apart need DATABASE_URL; without it the API has its own database and works by itself.\n'
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
  logger.info('finishing what is under way')
  await introspection.stop()
  await tracing?.stop()
  return { exitCode: 0, stdout: '', stderr: '' }
})

await runWhenProgram(import.meta.url, usage, main)
