import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** A question of the bench to a measured process. */
export type Question = { command: 'cpu' | 'memory' | 'loop delay' } | ({ command: 'drive' } & DriveOptions)

/** One round of the bare driver. */
export interface DriveOptions {
  scenario: string
  concurrency: number
  seconds: number
  /** The number of the first piece of work. */
  first: number
}

/** The answer of a process: a value of type `Answer`, or an error message. */
export type Reply<Answer> = { answer: Answer } | { problem: string }

/** Sends a message to the parent; the first one says that this process is ready. */
export const tellParent = <Answer>(reply: Reply<Answer>): void => void process.send?.(reply)

/** The CPU time of this process so far, in microseconds. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** The peak memory of this process so far, in bytes. */
function peakMemory(): number {
  try {
    // `resourceUsage` includes the process that this one was forked from.
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return Number(kibibytes) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}

/** The longest delay of the event loop since the last call, in milliseconds. */
export interface LoopDelay {
  greatest: number
}

const resolutionMilliseconds = 1
let delays: ReturnType<typeof monitorEventLoopDelay> | undefined

/** Starts measuring at the first question, since measuring costs time, too. */
function loopDelay(): LoopDelay {
  const greatest = delays ? delays.max / 1e6 - resolutionMilliseconds : 0
  if (delays) delays.reset()
  else {
    delays = monitorEventLoopDelay({ resolution: resolutionMilliseconds })
    delays.enable()
  }
  return { greatest }
}

/** The measurements of a process about itself. */
export function answerAboutProcess({ command }: Question): number | LoopDelay {
  if (command === 'loop delay') return loopDelay()
  return command === 'memory' ? peakMemory() : cpuMicroseconds()
}

/**
 * Answers questions of the parent. This process ends only when the parent closes the channel or dies, so that
 * nothing is left when the bench is interrupted, and a profile is written when it is not.
 */
export function answerParent(answer: (question: Question) => unknown): void {
  // Ctrl-C reaches the whole process group; the parent ends this process.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => undefined)
  process.on('disconnect', () => process.exit(0))
  process.on('message', async (question: Question) => {
    try {
      tellParent({ answer: await answer(question) })
    } catch (error) {
      tellParent({ problem: String((error as Error).stack) })
    }
  })
}
