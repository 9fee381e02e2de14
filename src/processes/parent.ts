import { Socket } from 'node:net'
import { startWatchdog } from './watchdog.ts'

/**
 * Opens the channel to the parent. Every program that `startProcess` starts calls it first. It also starts
 * the watchdog, which ends the process with its parent and at its memory limit.
 *
 * @returns the channel, for frames
 */
export function openChannel(): Socket {
  const [, , memoryMib] = process.argv
  startWatchdog(Number(memoryMib) * 2 ** 20)
  // The parent handles a signal to the process group, and may finish its work before it ends this process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
  return new Socket({ fd: 3, readable: true, writable: true })
}
