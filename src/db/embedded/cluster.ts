import { access, chown, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { type Launcher, run } from './launcher.ts'
import { giveFolder } from './server-user.ts'

/** The role that owns everything, and the database in which everything is. */
export const databaseName = 'sourcebook'

const temporaryName = /^postgres\.new-(\d+)-(\d+)-/

/** Longer than any initdb takes, in milliseconds. */
const abandonedAfter = 10 * 60 * 1000

/**
 * Makes the folder `postgres` in a data folder, a PostgreSQL data directory with our role and database, unless it is
 * there; in either case the server's user owns it afterwards. It is made under another name and renamed when it is
 * complete, so a process that is killed meanwhile leaves nothing that looks like a database.
 *
 * @throws EmbeddedPostgresError when it can not be made or is something else
 * @returns the path of the folder
 */
export async function ensureCluster(
  dataDirectory: string,
  launcher: Launcher,
  nativeDirectory: string,
): Promise<string> {
  const cluster = join(dataDirectory, 'postgres')
  await removeAbandoned(dataDirectory)
  if (!(await isCluster(cluster))) await createCluster(dataDirectory, cluster, launcher, nativeDirectory)
  await giveFolder(cluster, launcher.user)
  return cluster
}

async function createCluster(
  dataDirectory: string,
  cluster: string,
  launcher: Launcher,
  nativeDirectory: string,
): Promise<void> {
  const temporary = await mkdtemp(join(dataDirectory, `postgres.new-${process.pid}-${Date.now()}-`))
  try {
    await chown(temporary, launcher.user.uid, launcher.user.gid)
    await run(launcher, join(nativeDirectory, 'bin', 'initdb'), [
      `--pgdata=${temporary}`,
      `--username=${databaseName}`,
      // The provider that is part of PostgreSQL sorts and folds the same on every operating system.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      // The folder of the socket lets in nobody but the server's user and root.
      '--auth-local=trust',
      '--auth-host=reject',
      '--data-checksums',
    ])
    await run(launcher, '/bin/sh', [
      '-c',
      `echo 'CREATE DATABASE ${databaseName}' | "$0" --single -D "$1" -c exit_on_error=on postgres`,
      join(nativeDirectory, 'bin', 'postgres'),
      temporary,
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
    throw new EmbeddedPostgresError(
      `${cluster} is in the way: it is not the folder of a PostgreSQL database. Move it away.`,
      { cause },
    )
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
