import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { settings } from '../../src/config.ts'
import { packageRoot } from '../../src/package-root.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The time limit of a command, in milliseconds; npm ci on a busy machine takes minutes. */
const longestCommand = 900_000
const longestWait = 120_000

/** The means of a walk. Everything that it starts ends with it. */
export interface Walker {
  /** A folder of this walk only. */
  readonly folder: string
  /** Runs a step, and prints its duration. */
  step<Result>(title: string, work: () => Promise<Result>): Promise<Result>
  /** Runs a command to its end in a folder, and returns its standard output. Throws when it fails. */
  run(folder: string, command: readonly string[], environment?: Environment): Promise<string>
  /**
   * Starts a command that keeps running. Returns a function that ends it, and throws unless it exits with 0.
   */
  start(folder: string, command: readonly string[], environment: Environment): () => Promise<void>
  /** Asks again until the answer is true, for two minutes at most. */
  until(what: string, isSo: () => Promise<boolean>): Promise<void>
  /** Registers work for the end; the last one runs first. */
  teardown(work: () => unknown): void
}

export type Walk = (walker: Walker) => Promise<void>

/** A checkout of the current commit, as `git clone` creates it. */
export async function cloneCheckout({ run, folder }: Pick<Walker, 'run' | 'folder'>): Promise<string> {
  await run(folder, ['git', 'clone', '--quiet', '--no-hardlinks', packageRoot, 'sourcebook'])
  return join(folder, 'sourcebook')
}

/** Waits until an instance accepts requests. */
export const untilReady = ({ until }: Pick<Walker, 'until'>, url: string): Promise<void> =>
  until('the server is ready', () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  )

/** A port on which nobody listens. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return String(port)
}

const say = (line: string) => process.stdout.write(`${line}\n`)
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

// The environment of the user, without variables of npm, tsx, tests and the application.
const shell = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !(/^(npm_|TAP|_TAPJS|NODE_(OPTIONS|ENV)$)/.test(name) || Object.hasOwn(settings, name)),
  ),
)

/** Ends a program and its children: each has a process group of its own. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-Number(child.pid), signal)
  } catch {
    // It has already ended.
  }
}

/** Runs one walk. Returns whether it reached its goal. */
export async function runWalk(name: string, walk: Walk): Promise<boolean> {
  const startedAt = performance.now()
  const folder = await mkdtemp(join(tmpdir(), `sourcebook walk ${name} `))
  const teardowns: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })]
  const open = (cwd: string, [program, ...rest]: readonly string[], environment: Environment = {}) => {
    const child = spawn(String(program), rest, {
      cwd,
      env: { ...shell, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    teardowns.push(() => kill(child, 'SIGKILL'))
    return child
  }
  const walker: Walker = {
    folder,
    step: async (title, work) => {
      const since = performance.now()
      const result = await work()
      say(`${name}  ${seconds(since).padStart(8)}  ${title}`)
      return result
    },
    run: async (cwd, command, environment) => {
      const child = open(cwd, command, environment)
      const patience = setTimeout(() => kill(child, 'SIGKILL'), longestCommand)
      const [stdout, stderr, [code, signal]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close'),
      ])
      clearTimeout(patience)
      if (code === 0) return stdout
      throw new Error(`${command.join(' ')} ended with ${code ?? signal}:\n${stdout}${stderr}`)
    },
    start: (cwd, command, environment) => {
      const child = open(cwd, command, environment)
      const ended = once(child, 'close')
      let said = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          said = `${said}${chunk}`.slice(-4000)
        })
      }
      return async () => {
        // To npm only, as a service manager does.
        child.kill('SIGTERM')
        const patience = setTimeout(() => kill(child, 'SIGKILL'), longestWait)
        const [code, signal] = await ended
        clearTimeout(patience)
        if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code ?? signal}:\n${said}`)
      }
    },
    until: async (what, isSo) => {
      const since = performance.now()
      while (!(await isSo())) {
        if (performance.now() - since > longestWait) throw new Error(`It did not come to it: ${what}`)
        await sleep(250)
      }
    },
    teardown: (work) => void teardowns.push(work),
  }
  try {
    await walk(walker)
    say(`${name}  ${seconds(startedAt).padStart(8)}  in all`)
    return true
  } catch (error) {
    say(`${name}  failed: ${(error as Error).stack}`)
    return false
  } finally {
    for (const work of teardowns.reverse()) await work()
  }
}
