import { appendFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'

/** Where the last test run recorded the operations it called: lines `operationId test`. */
export const calledFile = join(packageRoot, '.tap', 'called-operations.txt')

/** The same file for the current run; see `testServerFile`. */
export const callingFile = (runPid: number): string =>
  join(packageRoot, '.tap', `called-operations-${runPid}.txt`)

const recorded = new Set<string>()

/** Records that a test called an operation by its name, and that it succeeded. */
export function recordCall(operationId: string, status: number): void {
  if (status >= 300 || recorded.has(operationId)) return
  recorded.add(operationId)
  const test = relative(packageRoot, String(process.argv[1]))
  appendFileSync(callingFile(process.ppid), `${operationId} ${test}\n`)
}
