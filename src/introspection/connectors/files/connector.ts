import { normalizedName } from '../../../values/name.ts'
import { foundDatabases, knownErrorsOnly, recordChecks, type Step } from '../checks.ts'
import type { Connector } from '../connector.ts'
import { ConnectorError } from '../connector-error.ts'
import type { ConnectorSettings, SourceSettings } from '../settings.ts'
import type { FileSession } from './file-session.ts'
import { type FileDatabase, findDatabases } from './find-databases.ts'
import { loadEngine } from './load-engine.ts'
import { readFileSettings } from './settings.ts'

/** The folder of the engine for each type of database that a connector finds. */
export type Engines = { readonly [Type in FileDatabase['type']]?: 'duckdb' | 'sqlite' }

/** The error for a missing database. It may name the others: the source may read all files in the folder. */
function databaseMissing(databases: readonly FileDatabase[]): ConnectorError {
  const names = databases.slice(0, 10).map(({ name }) => JSON.stringify(name.slice(0, 255).toWellFormed()))
  return new ConnectorError('database_missing', {
    detail: `There is no such database. There ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}.`,
  })
}

/** Creates the connector for a source that is a file, or a folder of files. */
export function openFileConnector(
  engines: Engines,
  given: SourceSettings<unknown, unknown>,
  { allowedFolders }: ConnectorSettings,
): Connector {
  const { path, statement_timeout_seconds: seconds } = readFileSettings(given).configuration
  const types = Object.keys(engines) as FileDatabase['type'][]
  let current: FileSession | undefined

  const drop = () => {
    current?.close()
    current = undefined
  }
  const limit = (signal: AbortSignal | undefined, milliseconds = seconds * 1000) =>
    ({ milliseconds, reason: 'statement_timeout', signal }) as const
  const find = () => findDatabases(path, allowedFolders, types)
  const open = async (database: FileDatabase, signal: AbortSignal | undefined) => {
    drop()
    // Loaded on demand, since most sources need only one engine.
    const { openFile } = await loadEngine(engines[database.type] as 'duckdb' | 'sqlite')
    current = await openFile(database, limit(signal))
    return current
  }
  const use = async (name: string, signal: AbortSignal | undefined) => {
    if (current?.isOpen() && current.database.name === name) return current
    const databases = await find()
    // The catalog has names in Unicode's form C; the name of the file may be in another form.
    const database =
      databases.find((candidate) => candidate.name === name) ??
      databases.find((candidate) => normalizedName(candidate.name) === normalizedName(name))
    if (!database) throw databaseMissing(databases)
    return open(database, signal)
  }
  const runChecks = async (step: Step, signal: AbortSignal | undefined) => {
    const databases = await step('find', find, (found) => foundDatabases(found.length))
    for (const database of databases) {
      const session = await step(
        'open',
        () => open(database, signal),
        () => `Opened ${JSON.stringify(database.name)}.`,
      )
      await step(
        'read_catalog',
        () => session.readCatalog(limit(signal)),
        (detail) => detail,
      )
    }
  }

  return knownErrorsOnly({
    testConnection: (signal) => recordChecks((step) => runChecks(step, signal)),

    listDatabases: async () => (await find()).map(({ name }) => name),

    async *tables(name, signal) {
      // Files may have been added or removed since they were opened.
      drop()
      const session = await use(name, signal)
      yield* session.tables(limit(signal))
    },

    async sample(name, table, options, signal) {
      const session = await use(name, signal)
      return session.sample(table, options, limit(signal, options.timeoutMs))
    },

    async timeRange(name, table, column, milliseconds, signal) {
      const session = await use(name, signal)
      return session.timeRange(table, column.name, limit(signal, milliseconds))
    },

    close: async () => drop(),
  })
}
