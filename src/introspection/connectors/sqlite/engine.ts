import { ConnectorError } from '../connector-error.ts'
import type { OpenFile } from '../files/file-session.ts'
import type { FileDatabase } from '../files/find-databases.ts'
import { assertHeld, assertNoLink } from '../files/held-file.ts'
import { openFile as openSqlite } from './driver.ts'
import { sqliteError } from './errors.ts'
import { listedTables, readCatalog } from './listing.ts'
import { readSample, readTimeRange } from './sampling.ts'

type SqliteDatabase = Extract<FileDatabase, { type: 'sqlite' }>

/** What SQLite keeps beside a file, by the end of the name. */
const sides = ['-journal', '-wal', '-shm']

/** Does what SQLite does in this thread; nothing but the end of the process stops it. */
function introspectDatabase<Result>(signal: AbortSignal | undefined, work: () => Result): Result {
  if (signal?.aborted) throw new ConnectorError('cancelled')
  try {
    return work()
  } catch (error) {
    throw sqliteError(error)
  }
}

/**
 * Opens a file. SQLite works in the thread that asks it, so deadlines are kept by the process that waits for this one.
 */
export const openFile: OpenFile<SqliteDatabase> = async (database, { signal: opening }) => {
  // SQLite itself opens no link in their place, at any time, and says only that it cannot open something.
  for (const side of sides) await assertNoLink(`${database.path}${side}`)
  const file = introspectDatabase(opening, () => openSqlite(database.path))
  try {
    await assertHeld(database.path)
  } catch (error) {
    file.close()
    throw error
  }
  return {
    database,
    isOpen: () => true,
    readCatalog: async ({ signal }) => {
      introspectDatabase(signal, () => readCatalog(file))
      return 'The catalog can be read.'
    },

    async *tables({ signal }) {
      const batches = listedTables(file)
      for (;;) {
        const batch = introspectDatabase(signal, () => batches.next())
        if (batch.done) return
        yield* batch.value
      }
    },

    sample: async (table, options, { signal }) =>
      introspectDatabase(signal, () => readSample(file, table, options)),

    timeRange: async (table, column, { signal }) =>
      introspectDatabase(signal, () => readTimeRange(file, table, column)),

    close: () => file.close(),
  }
}
