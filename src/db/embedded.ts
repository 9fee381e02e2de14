import { once } from 'node:events'
import { mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinaries, linkLibraries } from './embedded/binaries.ts'
import { databaseName, ensureCluster } from './embedded/cluster.ts'
import { type Instance, openInstance } from './embedded/instance.ts'
import type { EmbeddedConnection } from './embedded/instance-lock.ts'
import { findLauncher, serverEnvironment } from './embedded/launcher.ts'
import type { EmbeddedLogger, Site } from './embedded/postmaster.ts'
import { chooseServerUser, currentUser } from './embedded/server-user.ts'
import { makeSocketDirectory, socketPort } from './embedded/socket-directory.ts'

/** What the embedded server needs to know. */
export interface EmbeddedPostgresOptions {
  /** The folder of the application's data; it is created. The database goes to `postgres` in it. */
  readonly dataDirectory: string
  readonly logger: EmbeddedLogger
  /** Settings of postgresql.conf that differ from ours. */
  readonly settings?: Readonly<Record<string, string>>
  /** For how long the server may take to start, to recover from a crash, and to stop; in milliseconds. */
  readonly patience?: number
}

/** An embedded server that runs. */
export interface EmbeddedPostgres {
  /** Stays valid when the server is started again. */
  readonly connection: EmbeddedConnection
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
  const site = await prepare(options)
  const connection: EmbeddedConnection = {
    host: site.socketDirectory,
    port: socketPort,
    user: databaseName,
    database: databaseName,
  }
  const stopping = new AbortController()
  const instance = await openInstance(site, connection, undefined, stopping.signal)
  site.logger.info(
    { serverPid: instance.postmaster.pid, folder: site.cluster },
    'the embedded PostgreSQL runs',
  )
  const supervision = supervise(site, connection, instance, stopping.signal)
  return {
    connection,
    stop: () => {
      stopping.abort()
      return supervision
    },
  }
}

async function prepare({
  logger,
  settings = {},
  patience = 120_000,
  ...options
}: EmbeddedPostgresOptions): Promise<Site> {
  await mkdir(options.dataDirectory, { recursive: true })
  const dataDirectory = await realpath(options.dataDirectory)
  const nativeDirectory = findBinaries(`${process.platform}-${process.arch}`)
  const libraryPath = await linkLibraries(nativeDirectory, join(dataDirectory, 'libraries'))
  const owners = await Promise.allSettled([stat(join(dataDirectory, 'postgres')), stat(dataDirectory)])
  const user = chooseServerUser(
    currentUser(),
    owners.flatMap((owner) => (owner.status === 'fulfilled' ? [owner.value] : [])),
    await readFile('/etc/passwd', 'utf8'),
  )
  const program = join(nativeDirectory, 'bin', 'postgres')
  const launcher = await findLauncher(user, serverEnvironment(libraryPath), program, dataDirectory)
  return {
    launcher,
    nativeDirectory,
    cluster: await ensureCluster(dataDirectory, launcher, nativeDirectory),
    socketDirectory: await makeSocketDirectory(dataDirectory, user),
    logPath: join(dataDirectory, 'postgres.log'),
    settings,
    logger,
    patience,
  }
}

/** Replaces a server that ended and a lock that was lost, until it is told to stop. Then it stops the server. */
async function supervise(
  site: Site,
  connection: EmbeddedConnection,
  first: Instance,
  signal: AbortSignal,
): Promise<void> {
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
      instance = await openInstance(site, connection, survivor, signal)
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
