import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Instance, openInstance } from './embedded/instance.ts'
import type { EmbeddedConnection } from './embedded/instance-lock.ts'
import { type EmbeddedPostgresOptions, prepareSite, type Site } from './embedded/site.ts'

export type { EmbeddedPostgresOptions }

/** A running embedded server. */
export interface EmbeddedPostgres {
  /**
   * Connects as the application's role, which owns its database and is not a superuser. Stays valid after a
   * restart.
   */
  readonly connection: EmbeddedConnection
  /** Connects to the same database as the superuser. */
  readonly administration: EmbeddedConnection
  /** Shuts the server down. Close your own connections first. May be called more than once. */
  stop(): Promise<void>
}

/** Waits between attempts to restart the server, in milliseconds. */
const shortestBackoff = 100
const longestBackoff = 10_000

/**
 * Starts a PostgreSQL server from the binaries that npm installed, and keeps it running until `stop` is
 * called. It is restarted when its process ends, and shut down when this process is killed. Clients connect
 * by a Unix socket; the server does not listen on a port. When this process runs as root, the server runs as
 * an ordinary user.
 *
 * @throws EmbeddedPostgresError with a message for the person who runs the application
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const site = await prepareSite(options)
  const stopping = new AbortController()
  const instance = await openInstance(site, undefined, stopping.signal)
  site.logger.info(
    { serverPid: instance.postmaster.pid, folder: site.cluster },
    'the embedded PostgreSQL is running',
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

/**
 * Restarts a server that ended and takes a lost lock again, until `signal` aborts. Then it stops the server.
 */
async function supervise(site: Site, first: Instance, signal: AbortSignal): Promise<void> {
  const stopped = once(signal, 'abort')
  let instance = first
  let backoff = shortestBackoff
  for (;;) {
    await Promise.race([instance.postmaster.ended, instance.lock.lost, stopped])
    if (signal.aborted) break
    site.logger.warn('the embedded PostgreSQL ended or dropped its connections; restarting it')
    try {
      await instance.lock.release()
      const survivor = instance.postmaster.hasEnded() ? undefined : instance.postmaster
      instance = await openInstance(site, survivor, signal)
      site.logger.info({ serverPid: instance.postmaster.pid }, 'the embedded PostgreSQL is running again')
      backoff = shortestBackoff
    } catch (err) {
      if (signal.aborted) break
      site.logger.error({ err }, 'the embedded PostgreSQL could not be restarted; trying again')
      await Promise.allSettled([sleep(backoff, undefined, { signal })])
      backoff = Math.min(backoff * 2, longestBackoff)
    }
  }
  await instance.postmaster.stop()
  await instance.lock.release()
}
