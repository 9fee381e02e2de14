import { Worker } from 'node:worker_threads'

/** The signal by which a process that takes too much memory ends itself. Nothing else sends it. */
export const memorySignal = 'SIGUSR2'

/*
 * A thread of its own, since the main one may be busy in native code or in an endless loop. It ends the process when the
 * process that started it is gone, whatever ended that: then the other end of standard input is closed. And it ends the
 * process when that takes too much memory: the limit of the heap does not count buffers and the memory of native code.
 */
const program = `
  const { Socket } = require('node:net')
  const { workerData } = require('node:worker_threads')
  new Socket({ fd: 0 }).resume().on('close', () => process.kill(process.pid, 'SIGKILL'))
  setInterval(() => {
    if (process.memoryUsage.rss() > workerData.maximumBytes) process.kill(process.pid, workerData.memorySignal)
  }, 50)`

/** Ends this process when its parent ends, and when it has more than `maximumBytes` of resident memory. */
export function startWatchdog(maximumBytes: number): void {
  new Worker(program, { eval: true, execArgv: [], workerData: { maximumBytes, memorySignal } }).unref()
}
