/**
 * Fails when no test of the last run called an operation successfully by its name. Tests that loop over all
 * operations of the contract do not count, since they name none.
 */
import { readFile } from 'node:fs/promises'
import { routes } from '../generated/routes.ts'
import { calledFile } from './support/called-operations.ts'

const generic = ['test/http/wrong-input.test.ts']

const lines = (await readFile(calledFile, 'utf8')).split('\n').map((line) => line.split(' '))
const called = new Set(
  lines.filter(([, test]) => !generic.includes(String(test))).map(([operationId]) => operationId),
)
const missing = routes.map(({ operationId }) => operationId).filter((operationId) => !called.has(operationId))
if (missing.length > 0) {
  process.stderr.write(`No test calls these operations successfully: ${missing.join(', ')}\n`)
  process.exitCode = 1
}
