import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { buildApp } from './app.ts'
import { asCalledHere } from './called-here.ts'
import { failure, runWhenProgram, withoutArguments } from './commands/run-command.ts'
import { loadConfig } from './config.ts'
import { openDatabase } from './db/client.ts'
import { startEmbeddedPostgres } from './db/embedded.ts'
import { loggableError } from './db/errors.ts'
import { migrate } from './db/migrate.ts'
import { awaitUsableDatabase } from './db/usable-database.ts'
import { ensureDemo } from './demo/empty-catalog.ts'
import { ensureShopDatabase } from './demo/shop-database.ts'
import { greeting } from './greeting.ts'
import { connectionBacklog, untilListening } from './http/process/listening.ts'
import { completeConfig } from './identity/development-secrets.ts'
import { startIntrospection } from './introspection/worker.ts'
import { endOnUnhandledErrors } from './last-resort.ts'
import { onStopSignal } from './stop-signals.ts'
import { startTracing } from './tracing/tracing.ts'
import { assertWritableFolder } from './usable-folder.ts'

const usage = `Usage: npm start

Starts the server. Its settings are environment variables; the documentation lists them under "Configuration".
`

/**
 * Starts the process, and resolves when it is ready; `stop` drains it and resolves when everything is closed.
 */
async function start(): Promise<{ stop: () => Promise<void> }> {
  const settings = await completeConfig(loadConfig(process.env))
  const logger = pino({ level: settings.LOG_LEVEL, serializers: { err: loggableError } })
  endOnUnhandledErrors(logger)
  await assertWritableFolder('UPLOAD_DIR', settings.UPLOAD_DIR ?? tmpdir())
  const tracing = await startTracing(process.env, logger)
  const embedded =
    settings.DATABASE_URL === undefined
      ? await startEmbeddedPostgres({ dataDirectory: settings.DATA_DIR, logger })
      : undefined
  const ownSource = settings.DEMO && embedded ? await ensureShopDatabase(embedded.administration) : undefined
  const config = { ...settings, ownSource }
  const connection = embedded?.connection ?? String(config.DATABASE_URL)
  await awaitUsableDatabase(connection, {
    patienceSeconds: config.DATABASE_WAIT_SECONDS,
    migrates: config.MIGRATE_ON_START,
    logger,
  })
  const db = openDatabase(connection, 1)
  if (config.MIGRATE_ON_START) await migrate(connection, logger)
  if (config.DEMO) await ensureDemo(db, { hasShop: ownSource !== undefined })
  const introspection = await startIntrospection(connection, config, logger, { inSpan: tracing?.inSpan })
  const app = await buildApp({ config, db, logger, tracing })
  const { HOST: host, PORT: port } = config
  const address = { hostSetting: 'HOST', host, portSetting: 'PORT', port }
  const url = await untilListening(app.listen({ host, port, backlog: connectionBacklog }), address)
  // In production standard output is only for the log.
  const terminal = config.NODE_ENV === 'production' ? process.stderr : process.stdout
  terminal.write(await greeting(url, config))

  const close = async () => {
    app.startDraining()
    const delay = config.SHUTDOWN_DELAY_SECONDS
    logger.info({ seconds: delay }, 'draining: not ready any more, but requests are still taken')
    await sleep(delay * 1000)
    logger.info('closing: no new requests, running ones finish')
    // A request that hangs must not keep the process alive forever.
    setTimeout(() => {
      logger.warn('requests still run after the time for shutting down; leaving them')
      process.exit(1)
    }, config.SHUTDOWN_TIMEOUT_SECONDS * 1000).unref()
    await app.close()
  }
  const stop = async () => {
    // Workers of other processes take over the claims of this one while it still serves requests.
    await Promise.all([close(), introspection.stop()])
    await Promise.all([db.close(), tracing?.stop()])
    await embedded?.stop()
    logger.info('stopped')
  }
  return { stop }
}

const main = withoutArguments(usage, async () => {
  try {
    let stop: (() => Promise<void>) | undefined
    onStopSignal(async () => {
      // Before the start has finished, e.g. while another process migrates, there is nothing to drain.
      await stop?.()
      process.exit(0)
    })
    stop = (await start()).stop
    return { exitCode: 0, stdout: '', stderr: '' }
  } catch (error) {
    // Open connections would keep the process running.
    process.stderr.write(asCalledHere(failure(error).stderr))
    return process.exit(1)
  }
})

await runWhenProgram(import.meta.url, usage, main)
