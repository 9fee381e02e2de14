import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { type ConnectionOptions, openDatabase } from '../db/client.ts'
import { prepareUploadFolder } from '../http/uploads/folder.ts'
import { createCredentialStore } from '../identity/credentials/store.ts'
import type { CompleteConfig } from '../identity/development-secrets.ts'
import type { InSpan } from '../tracing/span.ts'
import { createWorkLoop } from '../work-loop.ts'
import { logMissingDrivers, optionalDrivers } from './connectors/drivers.ts'
import { type ConnectorConfig, connectorSettings } from './connectors/settings.ts'
import { createIntrospectNext } from './introspect-next.ts'
import { openLease } from './lease.ts'
import { hasUnclaimedDatabases, recoverClaims } from './runs/claims.ts'
import { createIntrospectDatabase } from './runs/introspect-database.ts'
import { createRunRepository } from './runs/repository.ts'
import { startDueSchedules } from './schedules/start-due.ts'
import { createShares } from './shares.ts'
import { listenForWork } from './work-notifications.ts'

/** The interval between two looks for databases whose worker was killed, and for schedules that are due. */
const defaultPollMilliseconds = 5_000

/** The pauses between attempts to store the end of a claim, in milliseconds. */
const defaultEndPauses = [100, 500, 2000, 5000, 10_000]

/** How long a stopping process waits for its workers to finish their databases, in milliseconds. */
const stopTimeout = 10_000

const untraced: InSpan = (_name, _attributes, work) => work()

/** The settings of workers. */
export type WorkerConfig = Pick<
  CompleteConfig,
  | 'CREDENTIALS_KEY'
  | 'INTROSPECTION_WORKERS'
  | 'INTROSPECTION_RETIRE_SHARE'
  | 'INTROSPECTION_TURN_TIMEOUT_SECONDS'
  | 'QUEUED_RUNS_PER_ORGANIZATION'
  | 'UPLOAD_DIR'
  | 'UPLOAD_LIMIT_BYTES'
> &
  ConnectorConfig

/**
 * Starts the workers of this process: as many as INTROSPECTION_WORKERS says.
 * Several processes can run workers at once. They share the databases of each run.
 */
export async function startIntrospection(
  connection: ConnectionOptions,
  config: WorkerConfig,
  logger: FastifyBaseLogger,
  {
    pollMilliseconds = defaultPollMilliseconds,
    endPauses = defaultEndPauses,
    inSpan = untraced,
  }: { pollMilliseconds?: number; endPauses?: readonly number[]; inSpan?: InSpan | undefined } = {},
) {
  // Processes without workers need the drivers, too, since they test connections.
  logMissingDrivers(logger, await optionalDrivers())
  const workers = config.INTROSPECTION_WORKERS
  if (workers === 0) return { wake: async () => undefined, stop: async () => undefined }

  const folder = config.UPLOAD_DIR ?? tmpdir()
  await prepareUploadFolder(folder)
  // The listing of a database is written in one transaction, which takes long for a large database.
  const db = openDatabase(connection, workers + 2, {
    statement_timeout: 10 * 60_000,
    idle_in_transaction_session_timeout: 10 * 60_000,
  })
  const introspectDatabase = createIntrospectDatabase(db, {
    credentials: createCredentialStore(db, config.CREDENTIALS_KEY),
    connectors: connectorSettings(config),
    retireShare: config.INTROSPECTION_RETIRE_SHARE,
    claimMilliseconds: config.INTROSPECTION_TURN_TIMEOUT_SECONDS * 1000,
    listings: { folder, maximumBytes: config.UPLOAD_LIMIT_BYTES },
    logger,
  })
  const runs = createRunRepository(db, config.QUEUED_RUNS_PER_ORGANIZATION)
  const leases = Array.from({ length: workers }, () => openLease(connection))
  const maintenance = openLease(connection)
  const shares = createShares(workers)
  const introspectNext = createIntrospectNext(db, { introspectDatabase, shares, endPauses, inSpan, logger })
  let isStopping = false

  const onError = (error: Error) => logger.warn({ err: error }, 'a worker failed; it will try again soon')
  const loops = leases.map((lease) =>
    createWorkLoop(async () => !isStopping && introspectNext(lease), onError),
  )
  const wake = () => Promise.all(loops.map((loop) => loop.wake()))
  const stopListening = listenForWork(connection, { logger, onWork: () => void wake() })

  let polling: Promise<void> = Promise.resolve()
  const poll = async () => {
    try {
      await startDueSchedules(db, { queuedRuns: config.QUEUED_RUNS_PER_ORGANIZATION, logger })
      await runs.endInactive(undefined, new Date())
      await recoverClaims(db)
      if (await hasUnclaimedDatabases(maintenance.session())) void wake()
    } catch (error) {
      logger.warn(
        { err: error },
        'schedules and abandoned runs could not be checked; the next check is due soon',
      )
    }
  }
  const timer = setInterval(() => {
    polling = polling.then(poll)
  }, pollMilliseconds)
  polling = poll()

  return {
    /** Wakes the workers of this process. Resolves when they find nothing more to do. */
    wake,
    /** Takes no more claims, and waits up to ten seconds for the present ones to end. */
    stop: async (): Promise<void> => {
      isStopping = true
      clearInterval(timer)
      await polling
      await stopListening()
      await Promise.race([wake(), sleep(stopTimeout, undefined, { ref: false })])
      await Promise.all([...leases, maintenance].map((lease) => lease.end()))
      await db.close()
    },
  }
}

/** The introspection of a process. */
export type Introspection = Awaited<ReturnType<typeof startIntrospection>>
