import { ConnectorError } from '../connector-error.ts'
import type { OpenFile } from '../files/file-session.ts'
import type { FileDatabase } from '../files/find-databases.ts'
import { assertHeld, assertNoLink } from '../files/held-file.ts'
import { openFile as openSqlite } from './driver.ts'
import { sqliteError } from './errors.ts'
import { listedTables, readCatalog } from './listing.ts'
import { readSample, readTimeRange } from './sampling.ts'

type SqliteDatabase = Extract<FileDatabase, { type: 'sqlite' }>

/** The suffixes of the files that SQLite keeps next to a database file. */
const sideFileSuffixes = ['-journal', '-wal', '-shm']

/** Runs SQLite in this thread. Only killing the process can interrupt it. */
function runSqlite<Result>(signal: AbortSignal | undefined, work: () => Result): Result {
  if (signal?.aborted) throw new ConnectorError('cancelled')
  try {
    return work()
  } catch (error) {
    throw sqliteError(error)
  }
}

/** Opens a file. SQLite blocks the calling thread, so the parent process enforces the deadlines. */
export const openFile: OpenFile<SqliteDatabase> = async (database, { signal: opening }) => {
  // SQLite never follows a link at these paths, but its error would only say that it cannot open a file.
  for (const suffix of sideFileSuffixes) await assertNoLink(`${database.path}${suffix}`)
  const file = runSqlite(opening, () => openSqlite(database.path))
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
      runSqlite(signal, () => readCatalog(file))
      return 'The catalog can be read.'
    },

    async *tables({ signal }) {
      const batches = listedTables(file)
      for (;;) {
        const batch = runSqlite(signal, () => batches.next())
        if (batch.done) return
        yield* batch.value
      }
    },

    sample: async (table, options, { signal }) => runSqlite(signal, () => readSample(file, table, options)),

    timeRange: async (table, column, { signal }) =>
      runSqlite(signal, () => readTimeRange(file, table, column)),

    close: () => file.close(),
  }
}
