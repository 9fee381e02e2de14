import { chmod, chown, mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { assertWritableFolder, usingFolder } from '../../usable-folder.ts'
import { findBinaries, linkLibraries } from './binaries.ts'
import { assertNotInTheWay, ensureCluster } from './cluster.ts'
import type { EmbeddedConnection } from './instance-lock.ts'
import { findLauncher, type Launcher, serverEnvironment } from './launcher.ts'
import { databaseName, type Passwords, rolePasswords, superuserName } from './roles.ts'
import { chooseServerUser, currentUser, type ServerUser } from './server-user.ts'
import { makeSocketDirectory, socketPort } from './socket-directory.ts'

/** The methods of the application's logger that the embedded server uses. */
export type EmbeddedLogger = Pick<FastifyBaseLogger, 'debug' | 'info' | 'warn' | 'error'>

export interface EmbeddedPostgresOptions {
  /**
   * The data folder of the application, which is created when it is missing. The database is in its folder
   * `postgres`.
   */
  readonly dataDirectory: string
  readonly logger: EmbeddedLogger
  /** Settings of postgresql.conf that differ from our defaults. */
  readonly settings?: Readonly<Record<string, string>>
  /** The longest time for the server to start, to recover from a crash or to stop, in milliseconds. */
  readonly patience?: number
}

/** The configuration that is the same for all runs of the server. */
export interface Site {
  readonly launcher: Launcher
  readonly nativeDirectory: string
  /** The PostgreSQL data directory. */
  readonly cluster: string
  readonly passwords: Passwords
  /** How the application reaches the server; `host` is the folder of its socket. */
  readonly connection: EmbeddedConnection
  /** How the superuser reaches the same database. */
  readonly administration: EmbeddedConnection
  readonly logPath: string
  /** Settings of postgresql.conf that differ from our defaults. */
  readonly settings: Readonly<Record<string, string>>
  readonly logger: EmbeddedLogger
  /** The longest time for a server to start or to stop after a signal, in milliseconds. */
  readonly patience: number
}

/**
 * Finds the binaries and a user that can run them, and creates missing folders and the database.
 *
 * @throws EmbeddedPostgresError when the server cannot run on this system
 * @throws UnusableFolderError when the data folder cannot be used
 */
export async function prepareSite({
  logger,
  settings = {},
  patience = 120_000,
  ...options
}: EmbeddedPostgresOptions): Promise<Site> {
  await usingFolder('DATA_DIR', options.dataDirectory, () =>
    mkdir(options.dataDirectory, { recursive: true, mode: 0o700 }),
  )
  await assertWritableFolder('DATA_DIR', options.dataDirectory)
  const dataDirectory = await realpath(options.dataDirectory)
  await assertNotInTheWay(join(dataDirectory, 'postgres'))
  const nativeDirectory = findBinaries(`${process.platform}-${process.arch}`)
  const libraryPath = await linkLibraries(nativeDirectory, join(dataDirectory, 'libraries'))
  const owners = await Promise.allSettled([stat(join(dataDirectory, 'postgres')), stat(dataDirectory)])
  const user = chooseServerUser(
    currentUser(),
    owners.flatMap((owner) => (owner.status === 'fulfilled' ? [owner.value] : [])),
    await readFile('/etc/passwd', 'utf8'),
  )
  await closeFolder(dataDirectory, user, logger)
  const program = join(nativeDirectory, 'bin', 'postgres')
  const launcher = await findLauncher(user, serverEnvironment(libraryPath), program, dataDirectory)
  const passwords = await rolePasswords(dataDirectory)
  const address = {
    host: await makeSocketDirectory(dataDirectory, user),
    port: socketPort,
    database: databaseName,
  }
  const as = (role: keyof Passwords) => ({ ...address, user: role, password: passwords[role] })
  return {
    launcher,
    nativeDirectory,
    cluster: await ensureCluster(dataDirectory, launcher, nativeDirectory, passwords),
    passwords,
    connection: as(databaseName),
    administration: as(superuserName),
    logPath: join(dataDirectory, 'postgres.log'),
    settings,
    logger,
    patience,
  }
}

/**
 * Restricts the data folder to its owner. If the server runs as another user, that one may enter the folder
 * but not list it. Leaves the permissions as they are if another user owns the folder or everybody may write
 * to it, as it may be shared.
 */
async function closeFolder(directory: string, server: ServerUser, logger: EmbeddedLogger): Promise<void> {
  const { mode, uid } = await stat(directory)
  if ((mode & 0o002) !== 0 || ![0, uid].includes(currentUser().uid)) {
    logger.warn(
      { folder: directory },
      'the data folder may be shared with other programs; use a dedicated one',
    )
    return
  }
  await chown(directory, uid, server.gid)
  await chmod(directory, server.uid === uid ? 0o700 : 0o710)
}
