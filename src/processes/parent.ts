import { Socket } from 'node:net'
import { startWatchdog } from './watchdog.ts'

/**
 * What a program begins with that `startProcess` starts: it ends with its parent, and at its limit of memory.
 *
 * @returns the channel to the parent, for frames
 */
export function openChannel(): Socket {
  const [, , memoryMib] = process.argv
  startWatchdog(Number(memoryMib) * 2 ** 20)
  // A signal to the whole group of processes is for the one that asks, which may want to finish first.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
  return new Socket({ fd: 3, readable: true, writable: true })
}
