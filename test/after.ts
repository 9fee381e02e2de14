import { appendFile, readFile, rename, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestServer, testServerFile } from './database.ts'
import { calledFile, callingFile } from './support/called-operations.ts'

/** Sends the signal until the process is gone: the server has stopped, and its folder is removed. */
async function stop(pid: number): Promise<void> {
  try {
    for (;;) {
      process.kill(pid, 'SIGTERM')
      await sleep(50)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

const file = testServerFile(process.ppid)
const { pid }: TestServer = JSON.parse(await readFile(file, 'utf8'))
await stop(pid)
await rm(file)
// The file does not exist if no test called an operation.
await appendFile(callingFile(process.ppid), '')
await rename(callingFile(process.ppid), calledFile)
