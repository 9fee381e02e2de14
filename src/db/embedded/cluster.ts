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

/** Longer than any initdb takes, in milliseconds. */
const abandonedAfter = 10 * 60 * 1000

/**
 * Makes the folder `postgres` in a data folder, a PostgreSQL data directory with our roles and database, unless it is
 * there; in either case the server's user owns it afterwards. It is made under another name and renamed when it is
 * complete, so a process that is killed meanwhile leaves nothing that looks like a database.
 *
 * @throws EmbeddedPostgresError when it cannot be made or is something else
 * @returns the path of the folder
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
 * Refuses a folder with something else in it, before anything of ours is written beside it.
 *
 * @throws EmbeddedPostgresError when it is neither empty nor a PostgreSQL data directory
 */
export async function assertNotInTheWay(cluster: string): Promise<void> {
  const entries = await readdir(cluster).catch(() => [])
  if (entries.length > 0 && !(await isCluster(cluster))) throw inTheWay(cluster)
}

/** What it takes to work on a data directory whose server does not run. */
interface Access {
  readonly launcher: Launcher
  readonly nativeDirectory: string
  readonly passwords: Passwords
}

/**
 * Makes the roles of a data directory what they should be, whose superuser does not take our password: an earlier
 * version made it, or the secret of the data folder was lost. The server must not run.
 *
 * @throws EmbeddedPostgresError when it cannot be done, e.g. because the server runs
 */
export async function repairRoles(cluster: string, { passwords, ...server }: Access): Promise<void> {
  await runStatements(server, cluster, databaseName, [...roleStatements(passwords), ...ownershipStatements])
}

/** Writes who may connect to what, as the server will read it when it starts. */
export async function writeAccessRules(cluster: string, { user }: Launcher): Promise<void> {
  const path = join(cluster, 'pg_hba.conf')
  // Two instances that start at once write it both, and only then one of them gets the server.
  const temporary = `${path}.new-${randomUUID()}`
  try {
    await writeFile(temporary, accessRules, { mode: 0o600, flush: true })
    await chown(temporary, user.uid, user.gid)
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Runs statements as the superuser, without a server and so without a password. */
async function runStatements(
  { launcher, nativeDirectory }: Omit<Access, 'passwords'>,
  cluster: string,
  database: string,
  statements: readonly string[],
): Promise<void> {
  const program = join(nativeDirectory, 'bin', 'postgres')
  // With -j a statement ends at a semicolon and an empty line, and not with its first line.
  const programArguments = ['--single', '-j', '-D', cluster, '-c', 'exit_on_error=on', database]
  await run(launcher, program, programArguments, statements.map((statement) => `${statement};\n\n`).join(''))
}

async function createCluster(
  dataDirectory: string,
  cluster: string,
  { launcher, nativeDirectory, passwords }: Access,
): Promise<void> {
  const temporary = await mkdtemp(join(dataDirectory, `postgres.new-${process.pid}-${Date.now()}-`))
  try {
    await chown(temporary, launcher.user.uid, launcher.user.gid)
    await run(launcher, join(nativeDirectory, 'bin', 'initdb'), [
      `--pgdata=${temporary}`,
      `--username=${superuserName}`,
      // The provider that is part of PostgreSQL sorts and folds the same on every operating system.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      // Until there are rules of ours.
      '--auth=reject',
      '--data-checksums',
    ])
    await runStatements({ launcher, nativeDirectory }, temporary, 'postgres', [
      ...roleStatements(passwords),
      `CREATE DATABASE ${databaseName} OWNER ${databaseName}`,
      `REVOKE CONNECT, TEMPORARY ON DATABASE ${databaseName} FROM PUBLIC`,
    ])
    await putInPlace(temporary, cluster)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** Renames durably: after a power failure the folder must not be back under a name that is cleaned away. */
async function putInPlace(temporary: string, cluster: string): Promise<void> {
  try {
    await rename(temporary, cluster)
  } catch (cause) {
    // Another instance may have been quicker.
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

/** Removes what interrupted attempts left; an attempt that another instance may be making stays. */
async function removeAbandoned(dataDirectory: string): Promise<void> {
  for (const name of await readdir(dataDirectory)) {
    const [isAttempt, maker, startedAt] = temporaryName.exec(name) ?? []
    if (isAttempt === undefined) continue
    if (isRunning(Number(maker)) && Date.now() - Number(startedAt) < abandonedAfter) continue
    await rm(join(dataDirectory, name), { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Whether another process with this id exists. Our own id is a coincidence, as it is usual in containers. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
