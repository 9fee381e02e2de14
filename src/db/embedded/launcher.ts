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
  /**
   * A command such as setpriv that runs the command after it as the user; empty when Node switches the user
   * itself.
   */
  readonly prefix: readonly string[]
  /** The user and group that Node switches to; empty when `prefix` does so. */
  readonly credentials: Partial<ServerUser>
  /**
   * The complete environment. It does not inherit ours, whose settings of libpq or Node must not reach the
   * server.
   */
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
 * Finds a way to run a program as the server's user in a folder. Switching the user is not enough when a
 * parent folder, such as /root, is accessible to root only. Then setpriv grants the user one capability, to
 * read regardless of permissions. The securebits are needed because access(2), which PostgreSQL calls for its
 * files, otherwise ignores the capabilities of ordinary users. Many containers have only the second one of
 * the two capabilities.
 *
 * @param program an executable that supports `--version`
 * @param directory a folder that the user must be able to enter
 * @throws EmbeddedPostgresError when all ways fail, with the error of each
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
  // The server's user may not be able to enter our working directory, but always the root folder.
  return spawn(command, commandArguments, { ...options, ...credentials, env: environment, cwd: '/' })
}

/**
 * Runs a program to its end as the server's user.
 *
 * @param input the text for its standard input
 * @throws EmbeddedPostgresError when it cannot be started or fails, with its complete output
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
    const [output, errorOutput, [code, signal]] = await Promise.all([
      text(stdout),
      text(stderr),
      once(child, 'close'),
      // The program may end before it has read all of its input.
      Promise.allSettled([pipeline([input], stdin)]),
    ])
    if (code !== 0) throw new Error(`${program} ended with ${code ?? signal}: ${output}${errorOutput}`.trim())
  } catch (cause) {
    throw new EmbeddedPostgresError((cause as Error).message, { cause })
  }
}
