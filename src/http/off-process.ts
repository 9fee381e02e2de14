import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tooComplex } from './json-complexity.ts'
import { ProblemError, type ProblemResult, problemOf } from './problems.ts'

/** What work in another process may take: wall time, memory of JavaScript in MiB, and for how long anybody wants it. */
export interface ProcessLimits {
  milliseconds: number
  megabytes: number
  /** Ends the work, with its reason. */
  signal: AbortSignal
}

type Outcome<Result> = { result: Result } | { problem: ProblemResult['problem'] }

// The sources and what is compiled of them differ in the ends of their names.
const pathOf = (program: string) =>
  fileURLToPath(new URL(`${program}${extname(import.meta.url)}`, import.meta.url))

/** How V8 ends a process that has no memory left. */
const outOfMemory: readonly unknown[] = ['SIGABRT', 'SIGTRAP', 'SIGILL', 134]

/**
 * Carries out the work of a program of this folder in a process of its own, which ends with the work or at its limits.
 *
 * @param program the name of the file without its end; it calls `workOffProcess`
 * @param input what its work is called with, copied by `structuredClone`
 * @throws ProblemError what the work throws, or body_too_complex beyond the limits
 */
export async function runOffProcess<Result>(
  program: string,
  input: unknown,
  { milliseconds, megabytes, signal }: ProcessLimits,
): Promise<Result> {
  // Nothing else of the environment, where credentials are, and nothing of what was said to a debugger.
  const { NODE_OPTIONS = '' } = process.env
  const own = process.execArgv.filter((argument) => !argument.startsWith('--inspect'))
  const child = fork(pathOf(program), [], {
    env: { NODE_OPTIONS },
    execArgv: [...own, `--max-old-space-size=${megabytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let timer: NodeJS.Timeout | undefined
  let abort = () => {}
  try {
    const outcome = await new Promise<Outcome<Result>>((resolve, reject) => {
      const refuse = () =>
        reject(
          tooComplex([], `Input should be read within ${milliseconds} ms and ${megabytes} MiB of memory`),
        )
      timer = setTimeout(refuse, milliseconds)
      abort = () => reject(signal.reason)
      signal.addEventListener('abort', abort)
      child.once('message', (message) => resolve(message as Outcome<Result>))
      child.once('error', reject)
      child.once('exit', (code, signal) =>
        outOfMemory.includes(signal ?? code)
          ? refuse()
          : reject(new Error(`The process of ${program} ended by ${signal ?? code}`)),
      )
      child.send({ input }, (error) => error && reject(error))
    })
    if ('result' in outcome) return outcome.result
    const { code, ...options } = outcome.problem
    throw new ProblemError(code, options)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
    child.kill('SIGKILL')
  }
}

/** Answers `runOffProcess` with what the work makes of its input. Errors that are no problems end the process. */
export function workOffProcess<Input, Result>(work: (input: Input) => Result): void {
  // A signal to the whole group of processes is for the one that asks, which may want to finish first.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
  process.once('message', ({ input }: { input: Input }) => {
    const carryOut = (): Outcome<Result> => {
      try {
        return { result: work(input) }
      } catch (error) {
        return { problem: problemOf(error) }
      }
    }
    process.send?.(carryOut())
  })
}
