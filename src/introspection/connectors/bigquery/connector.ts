import { recordChecks } from '../checks.ts'
import type { Connector, ListingItem } from '../connector.ts'
import { ConnectorError, type ConnectorReason } from '../connector-error.ts'
import type { ConnectorSettings, SourceSettings } from '../settings.ts'
import { storableTable } from '../storable.ts'
import { collectSample, rowsAtOnce } from '../values.ts'
import { listingStatement, toTable } from './listing.ts'
import { sampleStatement, valueKind } from './sampling.ts'
import { openSession } from './session.ts'
import { readBigquerySettings } from './settings.ts'

const pageSize = 200
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Reads BigQuery: a database is a project, a schema is a dataset. */
export function openConnector(
  given: SourceSettings<unknown, unknown>,
  { allowedHosts }: ConnectorSettings,
): Connector {
  const settings = readBigquerySettings(given, allowedHosts)
  const { project: home, maximum_bytes_billed: maximumBytesBilled, ...times } = settings.configuration
  const session = openSession(settings)
  const asking = (signal?: AbortSignal) =>
    ({ milliseconds: times.connect_timeout_seconds * 1000, reason: 'connect_timeout', signal }) as const
  const querying = (signal?: AbortSignal, milliseconds = times.statement_timeout_seconds * 1000) =>
    ({ milliseconds, reason: 'statement_timeout', signal }) as const

  /** What the account sees of a project: its datasets, by their locations. */
  const datasetsOf = async (project: string, signal?: AbortSignal) => {
    const datasets = await session.datasets(project, asking(signal)).catch((error: ConnectorError) => {
      throw error.reason === 'table_missing' ? new ConnectorError('database_missing') : error
    })
    return [...new Set(datasets.map(({ location }) => location))].sort(byBytes).map((location) => ({
      location,
      names: datasets
        .filter((dataset) => dataset.location === location)
        .map(({ name }) => name)
        .sort(byBytes),
    }))
  }

  async function* tablesIn(
    project: string,
    { location, names }: { location: string; names: string[] },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ListingItem, void, undefined> {
    const waiting = new Set(names)
    const ended = (name: string, reason?: ConnectorReason): ListingItem => {
      waiting.delete(name)
      return { kind: 'schema', schema_name: name, is_complete: !reason, ...(reason && { reason }) }
    }
    let dataset: string | undefined
    let failure: ConnectorReason | undefined
    try {
      const options = { location, pageSize, deadline: querying(signal) }
      for await (const rows of session.query(listingStatement(project, location), options)) {
        for (const row of rows) {
          const table = toTable(row)
          if (dataset !== undefined && dataset !== table.schema_name) yield ended(dataset)
          dataset = String(table.schema_name)
          yield* storableTable(table)
        }
      }
    } catch (error) {
      const { reason } = error as ConnectorError
      // The other locations may still do.
      if (reason !== 'permission_denied' && reason !== 'statement_timeout') throw error
      failure = reason
    }
    if (dataset !== undefined) yield ended(dataset, failure)
    for (const name of waiting) yield ended(name, failure)
  }

  return {
    testConnection: (signal) =>
      recordChecks(async (step) => {
        await step(
          'authenticate',
          () => session.projects(asking(signal)),
          () => 'BigQuery accepts the credentials.',
        )
        await step(
          'read_catalog',
          () => datasetsOf(home, signal),
          () => `The datasets of ${home} can be listed.`,
        )
      }),

    listDatabases: async (signal) =>
      [...new Set([home, ...(await session.projects(asking(signal)))])].sort(byBytes),

    async *tables(project, signal) {
      for (const place of await datasetsOf(project, signal)) yield* tablesIn(project, place, signal)
      yield { kind: 'database', is_complete: true }
    },

    async sample(project, table, options, signal) {
      const sample = collectSample(options, valueKind)
      const pages = session.query(sampleStatement(project, table, options), {
        pageSize: rowsAtOnce(options.columns.length),
        maximumBytesBilled,
        deadline: querying(signal, options.timeoutMs),
      })
      for await (const page of pages) {
        for (const row of page) {
          const texts = (JSON.parse(String(row.texts)) as { v: string | null }[]).map(({ v }) => v)
          const lengths = (JSON.parse(String(row.lengths)) as { v: string | number | null }[]).map(
            ({ v }) => v,
          )
          if (sample.add(texts, lengths)) return sample.end(false)
        }
      }
      return sample.end()
    },

    // Every request is a connection of its own.
    close: async () => undefined,
  }
}
