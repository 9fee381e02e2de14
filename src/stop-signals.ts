/** Signals within this many milliseconds count as one. */
const sameSignal = 1000

const numbers = { SIGINT: 2, SIGTERM: 15 } as const

/**
 * Calls `stop` at the first SIGINT or SIGTERM. A signal more than a second later ends the process at once,
 * for users who do not want to wait. After Ctrl-C this process gets two signals, which count as one: the
 * terminal signals both npm and this process, and npm forwards its signal.
 *
 * @param program the process, or a substitute in tests
 * @param now returns the time in milliseconds
 */
export function onStopSignal(
  stop: () => void,
  program: Pick<NodeJS.Process, 'on' | 'exit'> = process,
  now: () => number = Date.now,
): void {
  let firstAt: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    program.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = now()
        stop()
      } else if (now() - firstAt >= sameSignal) {
        program.exit(128 + numbers[signal])
      }
    })
  }
}
