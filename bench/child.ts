import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { packageRoot } from '../src/package-root.ts'
import type { Question, Reply } from './servers/parent.ts'

/** A process that is measured. */
export interface Child<Ready> {
  /** What it said when it was ready. */
  readonly ready: Ready
  /** Asks one question; the next one after it was answered. Throws when the process can not answer or has ended. */
  ask<Answer>(question: Question): Promise<Answer>
  /** Ends it. */
  stop(): Promise<void>
}

/** How a process is started. */
export interface ChildOptions {
  args: string[]
  environment?: Record<string, string>
  /** Where its stdout goes: a file descriptor. Nowhere when left out. */
  stdout?: number | undefined
  /** The folder that gets a CPU profile when it ends. */
  profileFolder?: string | undefined
}

/** Starts the compiled program of `servers/` and waits until it is ready. */
export async function startChild<Ready>(
  name: string,
  { args, environment = {}, stdout, profileFolder }: ChildOptions,
): Promise<Child<Ready>> {
  const child = fork(join(packageRoot, 'dist', 'bench', 'servers', `${name}.js`), args, {
    // Nothing of the shell's may change what is measured.
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
