import { setTimeout as sleep } from 'node:timers/promises'
import fastify from 'fastify'

/** The application's logger, writing to memory. */
export function recordedLog() {
  const lines: string[] = []
  const { log } = fastify({
    logger: { level: 'debug', stream: { write: (line: string) => void lines.push(line) } },
  })
  return {
    logger: log,
    lines,
    /** Waits until a line contains the text. Without one the test fails at its timeout. */
    async saw(text: string): Promise<void> {
      while (!lines.some((line) => line.includes(text))) await sleep(20)
    },
  }
}
