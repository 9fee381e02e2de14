import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Instance, openInstance } from './embedded/instance.ts'
import type { EmbeddedConnection } from './embedded/instance-lock.ts'
import { type EmbeddedPostgresOptions, prepareSite, type Site } from './embedded/site.ts'

export type { EmbeddedPostgresOptions }

/** An embedded server that runs. */
export interface EmbeddedPostgres {
  /** That of the application, which owns its database and is no superuser. Stays valid when the server is started again. */
  readonly connection: EmbeddedConnection
  /** That of the superuser, to the same database. */
  readonly administration: EmbeddedConnection
  /** Stops the server in an orderly way. Close your own connections before. May be called more than once. */
  stop(): Promise<void>
}

/** Waits between attempts to start the server again, in milliseconds. */
const shortestBackoff = 100
const longestBackoff = 10_000

/**
 * Starts a PostgreSQL server from the binaries that npm installed, and keeps it running until it is stopped: when its
 * process ends it is started again, and when this process is killed it is stopped. Clients reach it by a Unix socket;
 * it opens no port. Works as root, too, by running the server as an ordinary user.
 *
 * @throws EmbeddedPostgresError with a message for the person who runs the application
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const site = await prepareSite(options)
  const stopping = new AbortController()
  const instance = await openInstance(site, undefined, stopping.signal)
  site.logger.info(
    { serverPid: instance.postmaster.pid, folder: site.cluster },
    'the embedded PostgreSQL runs',
  )
  const supervision = supervise(site, instance, stopping.signal)
  return {
    connection: site.connection,
    administration: site.administration,
    stop: () => {
      stopping.abort()
      return supervision
    },
  }
}

/** Replaces a server that ended and a lock that was lost, until it is told to stop. Then it stops the server. */
async function supervise(site: Site, first: Instance, signal: AbortSignal): Promise<void> {
  const stopped = once(signal, 'abort')
  let instance = first
  let backoff = shortestBackoff
  for (;;) {
    await Promise.race([instance.postmaster.ended, instance.lock.lost, stopped])
    if (signal.aborted) break
    site.logger.warn('the embedded PostgreSQL ended or dropped its connections; bringing it back')
    try {
      await instance.lock.release()
      const survivor = instance.postmaster.hasEnded() ? undefined : instance.postmaster
      instance = await openInstance(site, survivor, signal)
      site.logger.info({ serverPid: instance.postmaster.pid }, 'the embedded PostgreSQL is back')
      backoff = shortestBackoff
    } catch (err) {
      if (signal.aborted) break
      site.logger.error({ err }, 'the embedded PostgreSQL could not be brought back; trying again')
      await Promise.allSettled([sleep(backoff, undefined, { signal })])
      backoff = Math.min(backoff * 2, longestBackoff)
    }
  }
  await instance.postmaster.stop()
  await instance.lock.release()
}
