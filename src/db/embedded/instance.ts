import { setTimeout as sleep } from 'node:timers/promises'
import { repairRoles } from './cluster.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { type EmbeddedConnection, type InstanceLock, tryInstanceLock } from './instance-lock.ts'
import { type Postmaster, removeStaleClaims, startPostmaster } from './postmaster.ts'
import { databaseName } from './roles.ts'
import type { Site } from './site.ts'

/** A server that this process started, and the right to use it. */
export interface Instance {
  readonly postmaster: Postmaster
  readonly lock: InstanceLock
}

/** Milliseconds between attempts to reach the server. */
const attemptInterval = 100

/** A server notices after a moment that the instance which held the lock was killed; in milliseconds. */
const takenPatience = 2_000

/** A server that starts accepts connections long before; a claim on the data that is older is nobody's. */
const claimPatience = 5_000

/** What PostgreSQL says when the data seem to be in use. */
const claimed = /lock file ".*" already exists/

/** What it says when processes of a server that was killed have not ended yet. */
const memoryInUse = /pre-existing shared memory block/

/** What it says when somebody stopped it: another instance that starts now and got the lock of this server first. */
const stoppedByOther = /received (smart|fast) shutdown request/

/**
 * Brings up a server on our data that is ours, and takes the instance lock. A server that an instance left behind
 * when it was killed is stopped first. PostgreSQL makes sure that no two servers work on the same data, and the lock
 * that no two instances believe that they own the server.
 *
 * @param running our server, when only the lock was lost
 * @param signal to give up early
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
        site.logger.warn(
          'giving the application a role of its own, and the roles of PostgreSQL their passwords',
        )
        await postmaster.stop()
        await repairRoles(site.cluster, site)
        postmaster = undefined
        continue
      }
      // The server of an earlier version, which has not been stopped.
      if (attempt.state === 'refused') attempt = await tryInstanceLock(earlier(site.administration))
      if (attempt.state === 'held') {
        const { lock } = attempt
        if (postmaster !== undefined && postmaster.run === lock.run) return { postmaster, lock }
        site.logger.warn('stopping the PostgreSQL of an instance that ended without stopping it')
        await lock.stopServer()
      } else if (attempt.state === 'taken' && hasPassed(takenPatience)) {
        throw new EmbeddedPostgresError(
          `${site.cluster} is in use by another instance: ${attempt.detail}. ` +
            'Stop that one, or give this one another DATA_DIR or DATABASE_URL.',
        )
      } else if (hasPassed(site.patience)) {
        throw new EmbeddedPostgresError(`PostgreSQL did not get ready in time: ${attempt.detail}`)
      } else if (attempt.state === 'away' && postmaster?.hasEnded() !== false) {
        if (postmaster !== undefined && postmaster !== running)
          await judgeFailure(site, postmaster, hasPassed)
        postmaster = await startPostmaster(site)
      }
      await sleep(attemptInterval)
    }
  } catch (error) {
    await postmaster?.stop()
    throw error
  }
}

/** How the superuser of an earlier version connects. */
const earlier = (administration: EmbeddedConnection) => ({
  ...administration,
  user: databaseName,
  password: '',
})

/** Throws when a server that ended at once would end again, and otherwise removes what kept it from starting. */
async function judgeFailure(
  site: Site,
  postmaster: Postmaster,
  hasPassed: (milliseconds: number) => boolean,
): Promise<void> {
  const tail = await postmaster.logTail()
  if (memoryInUse.test(tail) || stoppedByOther.test(tail)) return
  if (!claimed.test(tail)) {
    throw new EmbeddedPostgresError(
      `PostgreSQL did not start (${await postmaster.ended}). The end of ${site.logPath}:\n${tail}`,
    )
  }
  if (hasPassed(claimPatience)) {
    site.logger.warn('PostgreSQL does not answer, so its claim on the data is taken to be stale')
    await removeStaleClaims(site)
  }
}
