import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What the process of the bench asks of the processes it measures. */
export type Question = { command: 'cpu' | 'memory' | 'loop delay' } | ({ command: 'drive' } & DriveOptions)

/** One round of the bare driver. */
export interface DriveOptions {
  scenario: string
  concurrency: number
  seconds: number
  /** The number of the first piece of work. */
  first: number
}

/** What a process answers: the value of `Answer`, or why there is none. */
export type Reply<Answer> = { answer: Answer } | { problem: string }

/** Tells the parent something; the first time, that this process is ready. */
export const tellParent = <Answer>(reply: Reply<Answer>): void => void process.send?.(reply)

/** The time that this process has been computing so far, in microseconds. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** The most memory that this process has had so far, in bytes. */
function peakMemory(): number {
  try {
    // What `resourceUsage` says includes the process that this one was forked from.
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return Number(kibibytes) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}

/** How late the event loop was at most since this was last asked, in milliseconds. */
export interface LoopDelay {
  greatest: number
}

const resolutionMilliseconds = 1
let delays: ReturnType<typeof monitorEventLoopDelay> | undefined

/** Measures from the first question on, since to measure costs something, too. */
function loopDelay(): LoopDelay {
  const greatest = delays ? delays.max / 1e6 - resolutionMilliseconds : 0
  if (delays) delays.reset()
  else {
    delays = monitorEventLoopDelay({ resolution: resolutionMilliseconds })
    delays.enable()
  }
  return { greatest }
}

/** What a process says about itself. */
export function answerAboutProcess({ command }: Question): number | LoopDelay {
  if (command === 'loop delay') return loopDelay()
  return command === 'memory' ? peakMemory() : cpuMicroseconds()
}

/**
 * Answers the parent's questions, until the parent closes the channel or dies: then this process ends. It has no
 * other end, so that nothing is left when the bench is interrupted, and a profile is written when it is not.
 */
export function answerParent(answer: (question: Question) => unknown): void {
  // Ctrl-C reaches the whole group; the parent tells us when to end.
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
