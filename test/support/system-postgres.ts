import { execFile, spawn } from 'node:child_process'
import { chown, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import { openClient } from '../../src/db/client.ts'
import { chooseServerUser, currentUser } from '../../src/db/embedded/server-user.ts'
import { type TestConnection, testFolder } from '../database.ts'
import { findProgram } from './find-program.ts'
import { uncovered } from './uncovered.ts'
import { untilSaid } from './until-said.ts'

const run = promisify(execFile)
/** Where Debian and its derivatives have the programs of each major version, which are not on PATH. */
const debianFolder = '/usr/lib/postgresql'
const oldestVersion = 15
const superuser = 'administrator'

/** The programs of the newest installed PostgreSQL that the application supports. */
export interface SystemPostgres {
  /** Runs one of its programs, e.g. pg_dump, to its end, as the user of the servers. */
  run(program: string, programArguments: readonly string[]): Promise<void>
  /** Starts a server with a database of our own role, which is not a superuser. It ends at the teardown. */
  start(t: Pick<Test, 'teardown'>): Promise<TestConnection>
  /** A folder that they may write to. */
  folder(t: Pick<Test, 'teardown'>): Promise<string>
}

/** Finds it; undefined where no PostgreSQL server is installed. */
export async function findSystemPostgres(): Promise<SystemPostgres | undefined> {
  const versions = await readdir(debianFolder).catch(() => [])
  const newest = Math.max(...versions.map(Number).filter((version) => version >= oldestVersion))
  const programs =
    newest > 0 ? join(debianFolder, String(newest), 'bin') : (await findProgram('initdb'))?.slice(0, -7)
  if (programs === undefined) return undefined
  const user = chooseServerUser(currentUser(), [], await readFile('/etc/passwd', 'utf8'))
  const options = { ...user, env: { ...uncovered, LC_ALL: 'C' } }
  const folder: SystemPostgres['folder'] = async (t) => {
    const made = await testFolder(t)
    await chown(made, user.uid, user.gid)
    return made
  }
  return {
    run: async (program, programArguments) => {
      await run(join(programs, program), programArguments, { ...options, cwd: '/' })
    },
    folder,
    start: async (t) => {
      const data = await folder(t)
      await run(
        join(programs, 'initdb'),
        [`--pgdata=${data}`, `--username=${superuser}`, '--auth=trust', '-N'],
        {
          ...options,
          cwd: data,
        },
      )
      const settings = ['listen_addresses=', `unix_socket_directories=${data}`, 'fsync=off']
      const child = spawn(
        join(programs, 'postgres'),
        ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
        { ...options, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] },
      )
      await untilSaid(t, child, 'ready to accept connections')
      const own = { host: data, port: 5432, user: 'sourcebook', database: 'sourcebook' }
      const client = openClient({ ...own, user: superuser, database: 'postgres' }, { max: 1 })
      await client.unsafe('CREATE ROLE sourcebook LOGIN')
      await client.unsafe("CREATE DATABASE sourcebook OWNER sourcebook ENCODING 'UTF8' TEMPLATE template0")
      await client.end({ timeout: 5 })
      return own
    },
  }
}
