import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Durations } from './durations.ts'

/** Measurements from outside. */
export interface Measurement {
  readonly livez: Durations
  readonly neighbour: Durations
  /** Failed requests. */
  readonly failures: readonly string[]
  /** Answers to the other tenant that were not, byte for byte, its own. */
  readonly foreign: number
}

/** A message to the measuring process. `expected` is the only right answer. */
export type ProbeQuestion =
  | 'stop'
  | { readonly url: string; readonly path: string; readonly token: string; readonly expected: string }

/** Measures between a start and a stop. */
export interface Prober {
  start(question: Exclude<ProbeQuestion, 'stop'>): void
  stop(): Promise<Measurement>
  close(): void
}

/** Starts the measuring process. */
export function startProber(): Prober {
  const child = fork(fileURLToPath(new URL('./probe-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  return {
    start: (question) => void child.send(question),
    async stop() {
      const answered = once(child, 'message')
      child.send('stop')
      const [measurement] = await answered
      return measurement
    },
    close: () => child.disconnect(),
  }
}
