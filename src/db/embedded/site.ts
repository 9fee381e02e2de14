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

/** Everything that is settled once and holds for every run of the server. */
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
  /** Settings of postgresql.conf that differ from ours. */
  readonly settings: Readonly<Record<string, string>>
  readonly logger: EmbeddedLogger
  /** For how long a server may take to start, and to heed a signal, in milliseconds. */
  readonly patience: number
}

/**
 * Finds the binaries and a user who can run them, and makes the folders that are missing, the database included.
 *
 * @throws EmbeddedPostgresError when the server cannot run here, UnusableFolderError
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
  const place = {
    host: await makeSocketDirectory(dataDirectory, user),
    port: socketPort,
    database: databaseName,
  }
  const as = (role: keyof Passwords) => ({ ...place, user: role, password: passwords[role] })
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
 * Lets nobody into the data folder but its owner, and the server where that runs as somebody else, which may pass but
 * not look around. A folder of somebody else, or one that everybody may write to, is not ours to close.
 */
async function closeFolder(directory: string, server: ServerUser, logger: EmbeddedLogger): Promise<void> {
  const { mode, uid } = await stat(directory)
  if ((mode & 0o002) !== 0 || ![0, uid].includes(currentUser().uid)) {
    logger.warn(
      { folder: directory },
      'the data folder is not of this instance alone; give it one of its own',
    )
    return
  }
  await chown(directory, uid, server.gid)
  await chmod(directory, server.uid === uid ? 0o700 : 0o710)
}
