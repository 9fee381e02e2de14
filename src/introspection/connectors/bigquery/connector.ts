import { knownErrorsOnly, recordChecks } from '../checks.ts'
import type { Connector, ListingItem, Sample, SampleOptions } from '../connector.ts'
import { ConnectorError, type ConnectorReason } from '../connector-error.ts'
import type { Deadline } from '../deadline.ts'
import { tooMuch } from '../guarded-socket.ts'
import type { NetworkSettings } from '../network.ts'
import type { SourceSettings } from '../settings.ts'
import { storableTable } from '../storable.ts'
import { collectSample, rowsAtOnce } from '../values.ts'
import { listingStatement, toTable } from './listing.ts'
import { newestShardStatement, partitionFilter, partitionStatement } from './partitions.ts'
import { type SampledPart, sampleStatement, valueKind } from './sampling.ts'
import { openSession } from './session.ts'
import { readBigquerySettings } from './settings.ts'
import { createShardGroups, startOfWildcard } from './shards.ts'

const pageSize = 200
const brokenView = 'BigQuery does not accept the query of this view.'
/** Each location costs a query. BigQuery has about fifty. */
const maximumLocations = 200
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Reads BigQuery. A project is listed as a database, a dataset as a schema. */
export function openConnector(given: SourceSettings<unknown, unknown>, network: NetworkSettings): Connector {
  const settings = readBigquerySettings(given, network.allowedHosts)
  const {
    project: home,
    maximum_bytes_billed: maximumBytesBilled,
    statement_timeout_seconds: seconds,
  } = settings.configuration
  const session = openSession(settings, network)
  const queryDeadline = (signal?: AbortSignal, milliseconds = seconds * 1000) =>
    ({ milliseconds, reason: 'statement_timeout', signal }) as const

  /** The datasets of a project that the account sees, grouped by location. */
  const datasetsOf = async (project: string, signal?: AbortSignal) => {
    const datasets = await session.datasets(project, queryDeadline(signal)).catch((error: ConnectorError) => {
      throw error.reason === 'table_missing' ? new ConnectorError('database_missing') : error
    })
    const namesByLocation = new Map<string, string[]>()
    for (const { name, location } of datasets) {
      const names = namesByLocation.get(location) ?? []
      names.push(name)
      namesByLocation.set(location, names)
    }
    if (namesByLocation.size > maximumLocations) throw tooMuch()
    return [...namesByLocation]
      .map(([location, names]) => ({ location, names: names.sort(byBytes) }))
      .sort((a, b) => byBytes(a.location, b.location))
  }

  async function* tablesIn(
    project: string,
    { location, names }: { location: string; names: string[] },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ListingItem, void, undefined> {
    const remaining = new Set(names)
    const schemaItem = (name: string, reason?: ConnectorReason): ListingItem => {
      remaining.delete(name)
      return { kind: 'schema', schema_name: name, is_complete: !reason, ...(reason && { reason }) }
    }
    let dataset: string | undefined
    let failure: ConnectorReason | undefined
    const shards = createShardGroups()
    try {
      const options = { location, pageSize, deadline: queryDeadline(signal) }
      for await (const rows of session.query(listingStatement(project, location), options)) {
        for (const row of rows) {
          const table = toTable(row)
          if (dataset !== undefined && dataset !== table.schema_name) {
            for (const grouped of shards.end()) yield* storableTable(grouped)
            yield schemaItem(dataset)
          }
          dataset = String(table.schema_name)
          if (!shards.add(table)) yield* storableTable(table)
        }
      }
    } catch (error) {
      const { reason } = error as ConnectorError
      // The other locations may still be readable.
      if (reason !== 'permission_denied' && reason !== 'statement_timeout') throw error
      failure = reason
    }
    for (const grouped of shards.end()) yield* storableTable(grouped)
    if (dataset !== undefined) yield schemaItem(dataset, failure)
    for (const name of remaining) yield schemaItem(name, failure)
  }

  const firstRow = async (statement: string, deadline: Deadline) => {
    for await (const [row] of session.query(statement, { pageSize: 1, maximumBytesBilled, deadline })) {
      if (row) return row
    }
    return undefined
  }

  async function read(part: SampledPart, options: SampleOptions, deadline: Deadline): Promise<Sample> {
    const sample = collectSample(options, valueKind)
    const pages = session.query(sampleStatement(part, options), {
      pageSize: rowsAtOnce(options.columns.length),
      maximumBytesBilled,
      deadline,
    })
    for await (const page of pages) {
      for (const row of page) {
        const texts = (JSON.parse(String(row.texts)) as { v: string | null }[]).map(({ v }) => v)
        const lengths = (JSON.parse(String(row.lengths)) as { v: string | null }[]).map(({ v }) => v)
        if (sample.add(texts, lengths)) return sample.end(false)
      }
    }
    return sample.end(part.isWhole)
  }

  return knownErrorsOnly({
    isPaidFor: true,

    testConnection: (signal) =>
      recordChecks(async (step) => {
        await step(
          'authenticate',
          () => session.projects(queryDeadline(signal)),
          () => 'BigQuery accepts the credentials.',
        )
        await step(
          'read_catalog',
          () => datasetsOf(home, signal),
          () => `The datasets of ${home} can be listed.`,
        )
      }),

    listDatabases: async (signal) =>
      [...new Set([home, ...(await session.projects(queryDeadline(signal)))])].sort(byBytes),

    async *tables(project, signal) {
      for (const group of await datasetsOf(project, signal)) yield* tablesIn(project, group, signal)
      yield { kind: 'database', is_complete: true }
    },

    async sample(project, table, options, signal) {
      const deadline = queryDeadline(signal, options.timeoutMs)
      const dataset = String(table.schema_name)
      const start = startOfWildcard(table.name)
      // Sampling only the newest of the daily tables costs a fraction of sampling all of them.
      const shard = start && (await firstRow(newestShardStatement(project, dataset, start), deadline))?.name
      const part = { project, dataset, name: shard ?? table.name, isWhole: start === undefined }
      try {
        return await read(part, options, deadline)
      } catch (error) {
        if (!(error instanceof ConnectorError) || error.reason !== 'table_changed') throw error
        // BigQuery's error says only that the query is not valid.
        if (table.table_type === 'VIEW') throw new ConnectorError('server_error', { detail: brokenView })
        const found = await firstRow(partitionStatement(project, dataset, part.name), deadline)
        const { column_name: column, data_type: type, partition } = found ?? {}
        const filter = partitionFilter(String(column), String(type), String(partition))
        if (filter === undefined) throw error
        return await read({ ...part, filter, isWhole: false }, options, deadline)
      }
    },

    // Each request has its own connection, which is already closed.
    close: async () => undefined,
  })
}
