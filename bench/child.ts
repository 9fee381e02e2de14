import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { packageRoot } from '../src/package-root.ts'
import type { Question, Reply } from './servers/parent.ts'

/** A measured process. */
export interface Child<Ready> {
  /** Its first message, with which it was ready. */
  readonly ready: Ready
  /**
   * Asks one question; the next one waits for its answer. Throws when the process cannot answer or has ended.
   */
  ask<Answer>(question: Question): Promise<Answer>
  /** Ends it. */
  stop(): Promise<void>
}

/** Options to start a process. */
export interface ChildOptions {
  args: string[]
  environment?: Record<string, string>
  /** The file descriptor for its stdout. Discarded by default. */
  stdout?: number | undefined
  /** The folder for a CPU profile, written when the process ends. */
  profileFolder?: string | undefined
}

/** Starts the compiled program of `servers/` and waits until it is ready. */
export async function startChild<Ready>(
  name: string,
  { args, environment = {}, stdout, profileFolder }: ChildOptions,
): Promise<Child<Ready>> {
  const child = fork(join(packageRoot, 'dist', 'bench', 'servers', `${name}.js`), args, {
    // No variable of the shell may affect the measurement.
    env: { PATH: process.env.PATH, ...environment },
    execArgv: profileFolder
      ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`, `--cpu-prof-name=${name}.cpuprofile`]
      : [],
    stdio: ['ignore', stdout ?? 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const ended = exited.then(([code, signal]) => {
    throw new Error(`the process ${name} ended with ${code ?? signal}`)
  })
  ended.catch(() => undefined)

  const heard = async <Answer>(): Promise<Answer> => {
    const [reply] = (await Promise.race([once(child, 'message'), ended])) as [Reply<Answer>]
    if ('problem' in reply) throw new Error(`${name}: ${reply.problem}`)
    return reply.answer
  }
  return {
    ready: await heard<Ready>(),
    ask(question) {
      const answer = heard<never>()
      child.send(question, () => undefined)
      return answer
    },
    async stop() {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}
