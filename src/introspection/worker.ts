import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { v7 } from 'uuid'
import { type ConnectionOptions, openDatabase } from '../db/client.ts'
import { ShareExceededError } from '../db/shares.ts'
import { prepareUploadFolder } from '../http/uploads/folder.ts'
import { createCredentialStore } from '../identity/credentials/store.ts'
import type { CompleteConfig } from '../identity/development-secrets.ts'
import type { InSpan } from '../tracing/tracing.ts'
import { createWorkLoop } from '../work-loop.ts'
import { logMissingDrivers, optionalDrivers } from './connectors/drivers.ts'
import { type ConnectorConfig, connectorSettings } from './connectors/settings.ts'
import { type Lease, openLease } from './lease.ts'
import { retry } from './retry.ts'
import { createCarryOut } from './runs/carry-out.ts'
import { createRunRepository } from './runs/repository.ts'
import { endTurn, hasTurns, recoverTurns, type Turn, takeTurn } from './runs/turns.ts'
import { nextRun } from './schedules/next-run.ts'
import { createScheduleRepository } from './schedules/repository.ts'
import { createShares } from './shares.ts'
import { listenForWork, notifyWorkers } from './work-notifications.ts'

/** How often workers look for databases whose worker was killed, and for schedules that are due. */
const lookAfter = 5_000

/** How long to wait, in milliseconds, before the end of a turn that could not be stored is stored again. */
const pausesBetweenEnds = [100, 500, 2000, 5000, 10_000]

/** How long workers that are told to end may take for the databases they are at, in milliseconds. */
const stopPatience = 10_000

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
 * Starts the introspection of this process: as many workers as INTROSPECTION_WORKERS says.
 * Any number of processes may do so; they share the runs, database by database.
 */
export async function startIntrospection(
  connection: ConnectionOptions,
  config: WorkerConfig,
  logger: FastifyBaseLogger,
  {
    lookAfterMilliseconds = lookAfter,
    endPauses = pausesBetweenEnds,
    inSpan = untraced,
  }: { lookAfterMilliseconds?: number; endPauses?: readonly number[]; inSpan?: InSpan | undefined } = {},
) {
  // Without workers, too: connections are tested by every process.
  logMissingDrivers(logger, await optionalDrivers())
  const workers = config.INTROSPECTION_WORKERS
  if (workers === 0) return { wake: async () => undefined, stop: async () => undefined }

  const folder = config.UPLOAD_DIR ?? tmpdir()
  await prepareUploadFolder(folder)
  // What was listed of a database is written in one transaction, however much it is.
  const database = openDatabase(connection, workers + 2, {
    statement_timeout: 10 * 60_000,
    idle_in_transaction_session_timeout: 10 * 60_000,
  })
  const carryOut = createCarryOut(database, {
    credentials: createCredentialStore(database, config.CREDENTIALS_KEY),
    connectors: connectorSettings(config),
    retireShare: config.INTROSPECTION_RETIRE_SHARE,
    turnMilliseconds: config.INTROSPECTION_TURN_TIMEOUT_SECONDS * 1000,
    listings: { folder, maximumBytes: config.UPLOAD_LIMIT_BYTES },
    logger,
  })
  const schedules = createScheduleRepository(database)
  const runs = createRunRepository(database, config.QUEUED_RUNS_PER_ORGANIZATION)
  const leases = Array.from({ length: workers }, () => openLease(connection))
  const caretaker = openLease(connection)
  const shares = createShares(workers)
  let isStopping = false

  const workOn = async (lease: Lease): Promise<boolean> => {
    if (isStopping) return false
    let turn: Turn | undefined
    try {
      turn = await shares.take((excluded) => takeTurn(lease.session(), excluded))
      if (!turn) return false
      const { runId, databaseId } = turn
      const named = { 'sourcebook.run_id': runId, 'sourcebook.database_id': databaseId }
      logger.info({ runId, databaseId }, 'introspecting a database')
      const taken = turn
      const end = await inSpan('introspect database', named, () => carryOut(taken))
      const isHeld = await retry(() => endTurn(database, lease.session(), taken, end), endPauses)
      const { status, error } = isHeld ? end : { status: 'lost', error: undefined }
      logger.info({ runId, databaseId, status, reason: error?.reason }, 'introspected a database')
    } catch (error) {
      // The lease may live on, and with it the claim; without it, the database is given to whoever is free.
      await lease.giveUp()
      throw error
    } finally {
      if (turn) shares.release(turn)
    }
    await notifyWorkers(database)
    return true
  }
  const onError = (error: Error) => logger.warn({ err: error }, 'a worker met an error; it tries again soon')
  const loops = leases.map((lease) => createWorkLoop(() => workOn(lease), onError))
  const wake = () => Promise.all(loops.map((loop) => loop.wake()))
  const stopListening = listenForWork(connection, { logger, onWork: () => void wake() })

  const startDue = () =>
    schedules.takeDue(new Date(), async (schedule, transaction) => {
      const { organizationId, integrationSourceId, cron, timeZone, profile, setBy } = schedule
      const now = new Date()
      const queued = createRunRepository(transaction, config.QUEUED_RUNS_PER_ORGANIZATION).create(
        {
          id: v7({ msecs: now.getTime() }),
          revision: 1,
          createdAt: now,
          updatedAt: now,
          organizationId,
          integrationSourceId,
          status: 'queued',
          isDryRun: false,
          profile,
          requestedBy: setBy,
          cancelRequested: false,
          errorReason: null,
          errorDetail: null,
          lastTurnAt: null,
          startedAt: null,
          finishedAt: null,
        },
        undefined,
        { isAnswered: false },
      )
      await queued.catch((error: unknown) => {
        if (!(error instanceof ShareExceededError)) throw error
        logger.info({ organizationId, integrationSourceId }, 'a schedule was passed over: too many runs wait')
      })
      return nextRun(cron, timeZone, now)
    })
  let looking: Promise<void> = Promise.resolve()
  const look = async () => {
    try {
      await startDue()
      await runs.endInactive(undefined, new Date())
      await recoverTurns(database)
      if (await hasTurns(caretaker.session())) void wake()
    } catch (error) {
      logger.warn({ err: error }, 'workers could not look after runs; they try again')
    }
  }
  const timer = setInterval(() => {
    looking = looking.then(look)
  }, lookAfterMilliseconds)
  looking = look()

  return {
    /** Wakes the workers of this process; resolves when they found nothing more to do. */
    wake,
    /** Lets turns under way end, and leaves the others to other workers. */
    stop: async (): Promise<void> => {
      isStopping = true
      clearInterval(timer)
      await looking
      await stopListening()
      await Promise.race([wake(), sleep(stopPatience, undefined, { ref: false })])
      await Promise.all([...leases, caretaker].map((lease) => lease.end()))
      await database.close()
    },
  }
}

/** The introspection of a process. */
export type Introspection = Awaited<ReturnType<typeof startIntrospection>>
