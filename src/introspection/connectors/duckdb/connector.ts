import { recordChecks, type Step } from '../checks.ts'
import type { Connector, SampleValue } from '../connector.ts'
import { ConnectorError } from '../connector-error.ts'
import type { ConnectorSettings, SourceSettings } from '../settings.ts'
import { rowBytes, sampleValue } from '../values.ts'
import { type FileDatabase, findDatabases } from './files.ts'
import { listing, listingStatement } from './listing.ts'
import { sampleStatement, valueKind } from './sampling.ts'
import { type DuckdbSession, openSession } from './session.ts'
import { readDuckdbSettings } from './settings.ts'

/** Reads files: DuckDB's own, Parquet and CSV, and SQLite's where the extension of DuckDB is installed. */
export function openConnector(
  given: SourceSettings<unknown, unknown>,
  { allowedFolders }: ConnectorSettings,
): Connector {
  const { path, statement_timeout_seconds: seconds } = readDuckdbSettings(given).configuration
  let current: DuckdbSession | undefined

  const drop = () => {
    current?.close()
    current = undefined
  }
  const find = () => findDatabases(path, allowedFolders)
  const open = async (database: FileDatabase) => {
    drop()
    current = await openSession(database)
    return current
  }
  const use = async (name: string) => {
    if (current?.database.name === name) return current
    const database = (await find()).find((candidate) => candidate.name === name)
    if (!database) throw new ConnectorError('database_missing')
    return open(database)
  }
  const limit = (signal: AbortSignal | undefined) => ({ milliseconds: seconds * 1000, signal })
  const checked = async (step: Step) => {
    const databases = await step('find', find, (found) => `Found ${found.length} of them.`)
    for (const database of databases) {
      const session = await step(
        'open',
        () => open(database),
        () => `Opened ${JSON.stringify(database.name)}.`,
      )
      const read = async () => {
        for await (const _ of session.stream('SELECT 1 FROM duckdb_tables() LIMIT 1', limit(undefined)));
      }
      await step('read_catalog', read, () => 'The catalog can be read.')
    }
  }

  return {
    testConnection: () => recordChecks(checked),

    listDatabases: async () => (await find()).map(({ name }) => name),

    async *tables(name, signal) {
      // What files there are may have changed.
      drop()
      const session = await use(name)
      yield* listing(session.stream(listingStatement(session.catalog), limit(signal)), session)
    },

    async sample(name, table, options, signal) {
      const session = await use(name)
      const columns = options.columns.map((column) => ({
        name: column.name,
        kind: valueKind(column.data_type),
      }))
      const chunks = session.stream(sampleStatement(session.catalog, table, options), {
        milliseconds: options.timeoutMs,
        signal,
      })
      const rows: SampleValue[][] = []
      let bytes = 0
      for await (const chunk of chunks) {
        for (const cells of chunk) {
          const texts = columns.map((_, index) => cells[index * 2] as string | null)
          const lengths = columns.map((_, index) => cells[index * 2 + 1] as bigint | null)
          rows.push(
            columns.map(({ kind }, index) => {
              const length = lengths[index] ?? null
              return sampleValue(texts[index] ?? null, length === null ? null : Number(length), kind)
            }),
          )
          bytes += rowBytes(texts)
          if (bytes >= options.maximumBytes) return { columns, rows, is_complete: false }
        }
      }
      return { columns, rows, is_complete: rows.length < options.maximumRows }
    },

    close: async () => drop(),
  }
}
