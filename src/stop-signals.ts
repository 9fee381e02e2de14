/** Within this time a second signal is the same one, in milliseconds. */
const sameSignal = 1000

const numbers = { SIGINT: 2, SIGTERM: 15 } as const

/**
 * Calls `stop` at the first SIGINT or SIGTERM. One that comes more than a second later ends the process at once, for
 * somebody who does not want to wait. At a Ctrl-C the terminal signals npm and this process, and npm passes its signal on
 * to this process: these two are one.
 *
 * @param program the process, or what a test has in its place
 * @param now the time in milliseconds
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
