import { setTimeout as sleep } from 'node:timers/promises'
import { repairRoles } from './cluster.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { type EmbeddedConnection, type InstanceLock, tryInstanceLock } from './instance-lock.ts'
import { type Postmaster, removeStaleLockFiles, startPostmaster } from './postmaster.ts'
import { databaseName } from './roles.ts'
import type { Site } from './site.ts'

/** A server that this process started, and the instance lock on it. */
export interface Instance {
  readonly postmaster: Postmaster
  readonly lock: InstanceLock
}

/** Milliseconds between attempts to reach the server. */
const attemptInterval = 100

/**
 * Milliseconds to wait for another holder: a server notices only after a moment that its instance was killed.
 */
const takenPatience = 2_000

/** After these milliseconds a lock file is stale: a starting server accepts connections long before. */
const lockFilePatience = 5_000

/** The log message of PostgreSQL when another server seems to use the data. */
const lockFileExists = /lock file ".*" already exists/

/** The log message of PostgreSQL when processes of a killed server have not ended yet. */
const memoryInUse = /pre-existing shared memory block/

/**
 * The log message of PostgreSQL when another instance, which is starting too and got the lock first, stopped
 * it.
 */
const stoppedByOther = /received (smart|fast) shutdown request/

/**
 * Starts our server on the data and takes the instance lock. A server that a killed instance left behind is
 * stopped first. PostgreSQL ensures that two servers do not use the same data, and the lock ensures that two
 * instances do not use the same server.
 *
 * @param running our server, if it is running and only the lock was lost
 * @param signal aborts the start
 * @throws EmbeddedPostgresError when another instance uses the data, or the server does not start
 */
export async function openInstance(
  site: Site,
  running: Postmaster | undefined,
  signal: AbortSignal,
): Promise<Instance> {
  const startedAt = Date.now()
  const hasPassed = (milliseconds: number) => Date.now() - startedAt > milliseconds
  let postmaster = running
  try {
    for (;;) {
      signal.throwIfAborted()
      let attempt = await tryInstanceLock(site.administration)
      if (attempt.state === 'refused' && postmaster?.hasEnded() === false) {
        site.logger.warn('creating the role of the application and setting the passwords of all roles')
        await postmaster.stop()
        await repairRoles(site.cluster, site)
        postmaster = undefined
        continue
      }
      // An earlier version may have started the server and not stopped it.
      if (attempt.state === 'refused') attempt = await tryInstanceLock(earlier(site.administration))
      if (attempt.state === 'held') {
        const { lock } = attempt
        if (postmaster !== undefined && postmaster.run === lock.run) return { postmaster, lock }
        site.logger.warn('stopping the PostgreSQL of an instance that ended without stopping it')
        await lock.stopServer()
      } else if (attempt.state === 'taken' && hasPassed(takenPatience)) {
        throw new EmbeddedPostgresError(
          `${site.cluster} is in use by another instance: ${attempt.detail}. ` +
            'Stop that instance, or set another DATA_DIR or DATABASE_URL for this one.',
        )
      } else if (hasPassed(site.patience)) {
        throw new EmbeddedPostgresError(`PostgreSQL was not ready in time: ${attempt.detail}`)
      } else if (attempt.state === 'away' && postmaster?.hasEnded() !== false) {
        if (postmaster !== undefined && postmaster !== running)
          await handleFailedStart(site, postmaster, hasPassed)
        postmaster = await startPostmaster(site)
      }
      await sleep(attemptInterval)
    }
  } catch (error) {
    await postmaster?.stop()
    throw error
  }
}

/** Connects as the superuser of an earlier version. */
const earlier = (administration: EmbeddedConnection) => ({
  ...administration,
  user: databaseName,
  password: '',
})

/** Prepares another attempt after the server ended at once; throws when another attempt would fail, too. */
async function handleFailedStart(
  site: Site,
  postmaster: Postmaster,
  hasPassed: (milliseconds: number) => boolean,
): Promise<void> {
  const tail = await postmaster.logTail()
  if (memoryInUse.test(tail) || stoppedByOther.test(tail)) return
  if (!lockFileExists.test(tail)) {
    throw new EmbeddedPostgresError(
      `PostgreSQL did not start (${await postmaster.ended}). The end of ${site.logPath}:\n${tail}`,
    )
  }
  if (hasPassed(lockFilePatience)) {
    site.logger.warn('PostgreSQL does not answer; removing its lock files as stale')
    await removeStaleLockFiles(site)
  }
}
