import { Worker } from 'node:worker_threads'

/** A process that exceeds its memory limit kills itself with this signal. Nothing else sends it. */
export const memorySignal = 'SIGUSR2'

/*
 * The watchdog has a thread of its own, since the main thread may be stuck in native code or in an endless
 * loop. It kills the process when its parent is gone: standard input closes then. It also kills the process
 * when its resident memory exceeds the limit: V8's heap limit does not count buffers and native memory.
 */
const program = `
  const { Socket } = require('node:net')
  const { workerData } = require('node:worker_threads')
  new Socket({ fd: 0 }).resume().on('close', () => process.kill(process.pid, 'SIGKILL'))
  setInterval(() => {
    if (process.memoryUsage.rss() > workerData.maximumBytes) process.kill(process.pid, workerData.memorySignal)
  }, 50)`

/** Kills this process when its parent ends, or when its resident memory exceeds `maximumBytes`. */
export function startWatchdog(maximumBytes: number): void {
  new Worker(program, { eval: true, execArgv: [], workerData: { maximumBytes, memorySignal } }).unref()
}
