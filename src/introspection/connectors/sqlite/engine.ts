import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ListingItem, SampleValue } from '../connector.ts'
import { ConnectorError } from '../connector-error.ts'
import { type Deadline, withDeadline } from '../deadline.ts'
import type { OpenFile } from '../files/connector.ts'
import type { FileDatabase } from '../files/find-databases.ts'
import type { Reply, Request } from './reader.ts'
import { valueKind } from './sampling.ts'

/** How long a process may take to start, in milliseconds; it is not the time of a statement. */
const startTime = 30_000

type SqliteDatabase = Extract<FileDatabase, { type: 'sqlite' }>

// The sources and what is compiled of them differ in the ends of their names.
const program = fileURLToPath(new URL(`reader${extname(import.meta.url)}`, import.meta.url))

/** Opens a file in a process of its own, which ends when the session is closed, and when this process ends. */
export const openFile: OpenFile<SqliteDatabase> = async (database, opening) => {
  // Nothing else of the environment, where credentials are, and nothing of what was said to a debugger.
  const { NODE_OPTIONS = '' } = process.env
  const child = fork(program, [], {
    env: { NODE_OPTIONS },
    execArgv: process.execArgv.filter((argument) => !argument.startsWith('--inspect')),
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  })
  let isOpen = true
  let isBusy = false
  const lost = new Promise<never>((_, reject) => {
    const lose = () => {
      isOpen = false
      reject(new ConnectorError('connection_lost'))
    }
    child.on('error', lose)
    child.once('exit', lose)
  })
  lost.catch(() => undefined)
  const close = () => {
    if (!isOpen) return
    isOpen = false
    // It ends by itself when nobody can ask any more, if it is not busy.
    if (isBusy) child.kill('SIGKILL')
    else child.disconnect()
  }
  const ask = async (request: Request, deadline: Deadline) => {
    try {
      const reply = await withDeadline(deadline, () => {
        isBusy = true
        const answered = new Promise<Reply>((resolve) => child.once('message', resolve))
        child.send(request)
        return Promise.race([answered, lost])
      })
      isBusy = false
      if ('reason' in reply) throw new ConnectorError(reply.reason, { detail: reply.detail })
      return reply
    } catch (error) {
      if (isBusy) close()
      throw error
    }
  }

  try {
    const milliseconds = opening.milliseconds + startTime
    await ask({ kind: 'open', path: database.path }, { ...opening, milliseconds })
  } catch (error) {
    close()
    throw error
  }
  return {
    database,
    isOpen: () => isOpen,
    readCatalog: async (deadline) => {
      await ask({ kind: 'read_catalog' }, deadline)
    },

    async *tables(deadline) {
      let reply = await ask({ kind: 'list' }, deadline)
      while (!reply.done) {
        yield* reply.value as ListingItem[]
        reply = await ask({ kind: 'next' }, deadline)
      }
    },

    async sample(table, options, { milliseconds, ...deadline }) {
      const end = performance.now() + milliseconds
      const left = () => ({ ...deadline, milliseconds: end - performance.now() })
      const rows: SampleValue[][] = []
      let reply = await ask({ kind: 'sample', table, options }, left())
      while (!reply.done) {
        rows.push(...(reply.value as SampleValue[][]))
        reply = await ask({ kind: 'next' }, left())
      }
      const columns = options.columns.map(({ name, data_type }) => ({ name, kind: valueKind(data_type) }))
      return { columns, rows, is_complete: reply.value as boolean }
    },

    close,
  }
}
