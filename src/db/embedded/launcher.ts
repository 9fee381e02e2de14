import {
  type ChildProcess,
  type ChildProcessWithoutNullStreams,
  type SpawnOptions,
  spawn,
} from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { ServerUser } from './server-user.ts'

/** A way to start programs as the server's user. */
export interface Launcher {
  readonly user: ServerUser
  /** A program and its arguments that starts the program named by the arguments after them; may be empty. */
  readonly prefix: readonly string[]
  /** What Node does itself, when there is no such program. */
  readonly credentials: Partial<ServerUser>
  /** The whole environment: settings of libpq or Node in ours must not reach the server. */
  readonly environment: Readonly<Record<string, string>>
}

/** The environment in which the binaries find their libraries and write messages in English. */
export function serverEnvironment(libraryPath: string): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    LC_ALL: 'C',
    LD_LIBRARY_PATH: libraryPath,
    DYLD_LIBRARY_PATH: libraryPath,
  }
}

/**
 * Finds a way to run a program as the server's user in a folder. The simple way fails when root may pass a folder
 * above them, such as /root, and the user may not. Then setpriv leaves the user just the capability to read anyway.
 * The securebits are needed because access(2), with which PostgreSQL examines its files, ignores the capabilities of
 * ordinary users otherwise. Containers tend to have the second of the capabilities only.
 *
 * @param program an executable that knows `--version`
 * @param directory a folder that the user has to reach
 * @throws EmbeddedPostgresError when there is no way, with what each of them said
 */
export async function findLauncher(
  user: ServerUser,
  environment: Readonly<Record<string, string>>,
  program: string,
  directory: string,
): Promise<Launcher> {
  const candidates: Launcher[] = [
    { user, environment, prefix: [], credentials: user },
    ...['dac_read_search', 'dac_override'].map((capability) => ({
      user,
      environment,
      prefix: setprivCommand(user, capability),
      credentials: {},
    })),
  ]
  const failures: string[] = []
  for (const candidate of candidates) {
    try {
      await run(candidate, '/bin/sh', ['-c', 'cd "$1" && exec "$2" --version', 'sh', directory, program])
      return candidate
    } catch (error) {
      failures.push((error as Error).message)
    }
  }
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL cannot run as user id ${user.uid}. That user must be able to execute ${program} and to ` +
      `enter ${directory}. Run the application as an ordinary user, put it and DATA_DIR where this user can reach ` +
      `them, or set DATABASE_URL to use another PostgreSQL. What was tried:\n${failures.join('\n')}`,
  )
}

function setprivCommand({ uid, gid }: ServerUser, capability: string): string[] {
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    `--bounding-set=-all,+${capability}`,
    '--securebits=+no_setuid_fixup',
    '--',
  ]
}

/** Starts a program as the server's user. The process id is the program's own. */
export function launch(
  { prefix, credentials, environment }: Launcher,
  program: string,
  programArguments: readonly string[],
  options: Pick<SpawnOptions, 'stdio' | 'detached'>,
): ChildProcess {
  const [command, ...commandArguments] = [...prefix, program, ...programArguments] as [string, ...string[]]
  // Any folder of ours could be unreadable for the server's user; the root folder never is.
  return spawn(command, commandArguments, { ...options, ...credentials, env: environment, cwd: '/' })
}

/**
 * Runs a program to its end as the server's user.
 *
 * @param input what it reads; nothing unless given
 *
 * @throws EmbeddedPostgresError when it cannot be started or fails, with all that it printed
 */
export async function run(
  launcher: Launcher,
  program: string,
  programArguments: readonly string[],
  input = '',
): Promise<void> {
  try {
    const child = launch(launcher, program, programArguments, { stdio: ['pipe', 'pipe', 'pipe'] })
    const { stdin, stdout, stderr } = child as ChildProcessWithoutNullStreams
    const [output, problems, [code, signal]] = await Promise.all([
      text(stdout),
      text(stderr),
      once(child, 'close'),
      // A program need not read all of it.
      Promise.allSettled([pipeline([input], stdin)]),
    ])
    if (code !== 0) throw new Error(`${program} ended with ${code ?? signal}: ${output}${problems}`.trim())
  } catch (cause) {
    throw new EmbeddedPostgresError((cause as Error).message, { cause })
  }
}
