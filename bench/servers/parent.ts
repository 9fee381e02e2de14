/** What the process of the bench asks of the processes it measures. */
export type Question = { command: 'cpu' } | ({ command: 'drive' } & DriveOptions)

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
