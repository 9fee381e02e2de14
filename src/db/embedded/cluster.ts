import { randomUUID } from 'node:crypto'
import { access, chown, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { type Launcher, run } from './launcher.ts'
import {
  accessRules,
  databaseName,
  ownershipStatements,
  type Passwords,
  roleStatements,
  superuserName,
} from './roles.ts'
import { giveFolder } from './server-user.ts'

const temporaryName = /^postgres\.new-(\d+)-(\d+)-/

/**
 * An attempt to create a cluster is abandoned after this time, which is longer than initdb takes; in
 * milliseconds.
 */
const abandonedAfter = 10 * 60 * 1000

/**
 * Creates the PostgreSQL data directory `postgres` in a data folder, with our roles and database, unless it
 * exists. In either case it makes the server's user its owner. The directory is created under a temporary
 * name and renamed when it is complete, so a killed process does not leave an incomplete one under the final
 * name.
 *
 * @throws EmbeddedPostgresError when it cannot be created, or the folder exists and is not a PostgreSQL data
 *   directory
 * @returns the path of the directory
 */
export async function ensureCluster(
  dataDirectory: string,
  launcher: Launcher,
  nativeDirectory: string,
  passwords: Passwords,
): Promise<string> {
  const cluster = join(dataDirectory, 'postgres')
  await removeAbandoned(dataDirectory)
  if (!(await isCluster(cluster))) {
    await createCluster(dataDirectory, cluster, { launcher, nativeDirectory, passwords })
  }
  await giveFolder(cluster, launcher.user)
  return cluster
}

const inTheWay = (cluster: string, cause?: unknown) =>
  new EmbeddedPostgresError(
    `${cluster} is in the way: it is not the folder of a PostgreSQL database. Move it away.`,
    { cause },
  )

/**
 * Checks the folder for the data directory before any other file is written to the data folder.
 *
 * @throws EmbeddedPostgresError when the folder is neither empty nor a PostgreSQL data directory
 */
export async function assertNotInTheWay(cluster: string): Promise<void> {
  const entries = await readdir(cluster).catch(() => [])
  if (entries.length > 0 && !(await isCluster(cluster))) throw inTheWay(cluster)
}

/** What is needed to work on a data directory while its server does not run. */
interface OfflineAccess {
  readonly launcher: Launcher
  readonly nativeDirectory: string
  readonly passwords: Passwords
}

/**
 * Creates or corrects the roles of a data directory whose superuser does not accept our password: an earlier
 * version created the directory, or the secret of the data folder was lost. The server must not be running.
 *
 * @throws EmbeddedPostgresError when this fails, e.g. because the server is running
 */
export async function repairRoles(cluster: string, { passwords, ...server }: OfflineAccess): Promise<void> {
  await runStatements(server, cluster, databaseName, [...roleStatements(passwords), ...ownershipStatements])
}

/** Writes `pg_hba.conf`, which the server reads when it starts. */
export async function writeAccessRules(cluster: string, { user }: Launcher): Promise<void> {
  const path = join(cluster, 'pg_hba.conf')
  // Two instances that start at the same time both write the file before only one of them gets the server.
  const temporary = `${path}.new-${randomUUID()}`
  try {
    await writeFile(temporary, accessRules, { mode: 0o600, flush: true })
    await chown(temporary, user.uid, user.gid)
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Runs statements as the superuser in single-user mode, which needs neither a server nor a password. */
async function runStatements(
  { launcher, nativeDirectory }: Omit<OfflineAccess, 'passwords'>,
  cluster: string,
  database: string,
  statements: readonly string[],
): Promise<void> {
  const program = join(nativeDirectory, 'bin', 'postgres')
  // With -j a statement ends at a semicolon followed by an empty line, so it may have several lines.
  const programArguments = ['--single', '-j', '-D', cluster, '-c', 'exit_on_error=on', database]
  await run(launcher, program, programArguments, statements.map((statement) => `${statement};\n\n`).join(''))
}

async function createCluster(
  dataDirectory: string,
  cluster: string,
  { launcher, nativeDirectory, passwords }: OfflineAccess,
): Promise<void> {
  const temporary = await mkdtemp(join(dataDirectory, `postgres.new-${process.pid}-${Date.now()}-`))
  try {
    await chown(temporary, launcher.user.uid, launcher.user.gid)
    await run(launcher, join(nativeDirectory, 'bin', 'initdb'), [
      `--pgdata=${temporary}`,
      `--username=${superuserName}`,
      // The builtin provider sorts and folds case in the same way on every operating system.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      // Nobody may connect until writeAccessRules replaces the file.
      '--auth=reject',
      '--data-checksums',
    ])
    await runStatements({ launcher, nativeDirectory }, temporary, 'postgres', [
      ...roleStatements(passwords),
      `CREATE DATABASE ${databaseName} OWNER ${databaseName}`,
      `REVOKE CONNECT, TEMPORARY ON DATABASE ${databaseName} FROM PUBLIC`,
    ])
    await renameDurably(temporary, cluster)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/**
 * Renames and syncs: after a power failure the directory must not have its temporary name, or it would be
 * removed.
 */
async function renameDurably(temporary: string, cluster: string): Promise<void> {
  try {
    await rename(temporary, cluster)
  } catch (cause) {
    // Another instance may have created it first.
    if (await isCluster(cluster)) return
    throw inTheWay(cluster, cause)
  }
  const parent = await open(join(cluster, '..'))
  await parent.sync()
  await parent.close()
}

const isCluster = (directory: string): Promise<boolean> =>
  access(join(directory, 'PG_VERSION')).then(
    () => true,
    () => false,
  )

/**
 * Removes the directories of interrupted attempts, but not those of an attempt that another instance may be
 * running.
 */
async function removeAbandoned(dataDirectory: string): Promise<void> {
  for (const name of await readdir(dataDirectory)) {
    const [match, pid, startedAt] = temporaryName.exec(name) ?? []
    if (match === undefined) continue
    if (isRunning(Number(pid)) && Date.now() - Number(startedAt) < abandonedAfter) continue
    await rm(join(dataDirectory, name), { recursive: true, force: true, maxRetries: 3 })
  }
}

/**
 * Whether another process with this id exists. In containers an earlier process often had the id of this one.
 */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
