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
  /** Identifies this run; clients can read it from the server as a setting. */
  readonly run: string
  /** Resolves with the reason when the process ends. */
  readonly ended: Promise<string>
  hasEnded(): boolean
  /** The last lines in the log of this run. */
  logTail(): Promise<string>
  /** Stops the server: tries a fast shutdown, then an immediate one, and then kills the process. */
  stop(): Promise<void>
}

const ourSettings = {
  listen_addresses: '',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const

/** Starts the server in a separate session, so that Ctrl-C in a terminal reaches only the application. */
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
    // The operating system may reuse the process id, and the guardian must not signal another process.
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
      // Otherwise Node could exit before the server has stopped.
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
 * Starts a small process that stops the server when this process ends for any reason: it waits until the
 * operating system closes the pipe between the two.
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
 * Removes the lock files that a killed server left. PostgreSQL removes them itself unless an unrelated
 * process now has the id of that server, which is common in containers.
 */
export async function removeStaleLockFiles({ cluster, connection }: Site): Promise<void> {
  await rm(join(cluster, 'postmaster.pid'), { force: true })
  await rm(`${socketPath(connection.host)}.lock`, { force: true })
}
