import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeAccessRules } from './cluster.ts'
import { runSetting } from './instance-lock.ts'
import { type Launcher, launch } from './launcher.ts'
import { openServerLog } from './server-log.ts'
import type { EmbeddedLogger, Site } from './site.ts'
import { socketPath } from './socket-directory.ts'

/** One run of the server: its main process. */
export interface Postmaster {
  readonly pid: number | undefined
  /** Names this run; clients can read it from the server. */
  readonly run: string
  /** Resolves with the reason when the process ended. */
  readonly ended: Promise<string>
  hasEnded(): boolean
  /** The last lines that this run logged. */
  logTail(): Promise<string>
  /** Ends it: without waiting for clients first, then without a checkpoint, and at last by force. */
  stop(): Promise<void>
}

const ourSettings = {
  listen_addresses: '',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const

/** Starts the server in a session of its own, so that Ctrl-C in a terminal reaches only the application. */
export async function startPostmaster(site: Site): Promise<Postmaster> {
  const { launcher, nativeDirectory, cluster, connection, settings, logger, patience } = site
  const run = randomUUID()
  const allSettings = {
    ...ourSettings,
    unix_socket_directories: connection.host,
    port: String(connection.port),
    [runSetting]: run,
    ...settings,
  }
  const settingArguments = Object.entries(allSettings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  await writeAccessRules(cluster, launcher)
  const log = await openServerLog(site.logPath)
  const child = launch(
    launcher,
    join(nativeDirectory, 'bin', 'postgres'),
    ['-D', cluster, ...settingArguments],
    {
      stdio: ['ignore', log.file.fd, log.file.fd],
      detached: true,
    },
  )
  let running = true
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`exit code ${code}, signal ${signal}`))
    child.on('error', ({ message }) => resolve(message))
  })
  const guardian = startGuardian(launcher, child.pid, logger)
  void ended.then(() => {
    running = false
    // Its process id may be somebody else's soon.
    guardian.kill('SIGKILL')
  })
  child.unref()
  await log.file.close()
  return {
    pid: child.pid,
    run,
    ended,
    hasEnded: () => !running,
    logTail: log.tail,
    stop: async () => {
      // Otherwise Node would leave when nothing else is to do, and not wait.
      child.ref()
      for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
        child.kill(signal)
        const waiting = new AbortController()
        await Promise.race([ended, sleep(patience, undefined, { signal: waiting.signal })])
        waiting.abort()
      }
    },
  }
}

/**
 * Starts a tiny process that stops the server when this one is gone, in whatever way: the system closes the pipe
 * between the two then. It is asked nothing while the server runs.
 */
function startGuardian(launcher: Launcher, pid: number | undefined, logger: EmbeddedLogger) {
  const guardian = launch(launcher, '/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guardian.on('error', logger.warn.bind(logger))
  guardian.unref()
  ;(guardian.stdin as Socket).unref()
  return guardian
}

/**
 * Removes the files by which a server that was killed still claims the data. PostgreSQL does so itself, unless a
 * process that has nothing to do with it runs under the same id by now, which is usual in containers.
 */
export async function removeStaleClaims({ cluster, connection }: Site): Promise<void> {
  await rm(join(cluster, 'postmaster.pid'), { force: true })
  await rm(`${socketPath(connection.host)}.lock`, { force: true })
}
