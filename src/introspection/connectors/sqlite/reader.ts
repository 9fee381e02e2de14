import { Worker } from 'node:worker_threads'
import type { SampledTable, SampleOptions } from '../connector.ts'
import type { ConnectorReason } from '../connector-error.ts'
import { openFile, type SqliteFile } from './driver.ts'
import { sqliteError } from './errors.ts'
import { listedTables, readCatalog } from './listing.ts'
import { sampledRows } from './sampling.ts'

// The program of a process that reads one file. SQLite works in the thread that asks it, and can be stopped by nothing
// but the end of the process; and a damaged file may end the process by itself.

/** What the process is asked, one thing after the other. */
export type Request =
  | { readonly kind: 'open'; readonly path: string }
  | { readonly kind: 'read_catalog' | 'list' | 'next' }
  | { readonly kind: 'sample'; readonly table: SampledTable; readonly options: SampleOptions }

/** What it answers: the next of what there is, or what is returned when there is no more. */
export type Reply =
  | { readonly value: unknown; readonly done: boolean }
  | { readonly reason: ConnectorReason; readonly detail: string }

let file: SqliteFile
let work: Iterator<unknown>

function carryOut(request: Request): Reply {
  if (request.kind === 'open') file = openFile(request.path)
  if (request.kind === 'read_catalog') readCatalog(file)
  if (request.kind === 'open' || request.kind === 'read_catalog') return { value: null, done: true }
  if (request.kind === 'list') work = listedTables(file)
  if (request.kind === 'sample') work = sampledRows(file, request.table, request.options)
  const { value, done = false } = work.next()
  return { value, done }
}

const answer = (request: Request): Reply => {
  try {
    return carryOut(request)
  } catch (error) {
    const { reason, message: detail } = sqliteError(error)
    return { reason, detail }
  }
}

// The other end of standard input is closed when the process that asks ends, however it does; this one may be busy then.
const watch = `
  const { Socket } = require('node:net')
  new Socket({ fd: 0 }).resume().on('close', () => process.kill(process.pid, 'SIGKILL'))`
new Worker(watch, { eval: true, execArgv: [] }).unref()

// A signal to the whole group of processes is for the one that asks, which may want to finish first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)

process.on('message', (request: Request) => process.send?.(answer(request)))
