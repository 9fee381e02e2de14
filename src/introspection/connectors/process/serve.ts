import type { Duplex } from 'node:stream'
import { parseAllowedHosts } from '../../../allowed-hosts.ts'
import { createFrameReader, encodeFrame } from '../../../processes/frames.ts'
import { normalizedName } from '../../../values/name.ts'
import type { ProfiledTable } from '../../profiling/table-profile.ts'
import type { TableSample } from '../../profiling/table-sample.ts'
import { keyHashesOf, maximumTupleHashes } from '../../relationships/kept-values.ts'
import type { Connector, Sample } from '../connector.ts'
import { ConnectorError } from '../connector-error.ts'
import { loadConnector } from '../load-connector.ts'
import {
  maximumItemBytes,
  maximumRequestBytes,
  type ProfileItem,
  type Request,
  replyInterval,
  usualReplyBytes,
} from './messages.ts'
import { findReadable } from './readable-columns.ts'

/** How long a source may take to find the first and the last time of a table. */
const rangeMilliseconds = 3000

type SampleRequest = Extract<Request, { kind: 'sample' }>

/** A sample and its request. */
interface Sampled {
  readonly request: SampleRequest
  /** As the system spells it. */
  readonly database: string
  readonly sample: Sample
  /** The columns that cannot be read; the sample does not have them. */
  readonly unreadable: readonly string[]
}

/** Replaces what PostgreSQL cannot store in JSON: null characters and halves of surrogate pairs. */
const storable = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replaceAll('\0', '\ufffd').toWellFormed()
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, storable(part)]))
}

/** Yields the profile of a sample. The item of the table does not repeat the statistics of its columns. */
async function* profileItems(
  connector: Connector,
  { request, database, sample, unreadable }: Sampled,
  signal: AbortSignal,
): AsyncGenerator<ProfileItem> {
  const { table, options } = request
  const { profileTable, withTimeRange } = await import('../../profiling/table-profile.ts')
  const { tuplesOfSample } = await import('../../relationships/sampled-tuples.ts')
  const known: TableSample = {
    schema_name: table.schema_name,
    name: table.name,
    row_count: table.row_count,
    columns: options.columns.filter(({ name }) => !unreadable.includes(name)),
    unique_keys: options.uniqueKeys,
    rows: sample.rows,
    is_complete: sample.is_complete,
  }
  const { columns, profile, datedBy }: ProfiledTable = profileTable(known)
  const { field_null_pct: _nulls, field_distinct_pct: _distinct, ...rest } = profile
  const dated = options.columns.find(({ name }) => name === datedBy)
  const range =
    dated && rest.is_time_range_sampled
      ? await connector
          .timeRange?.(
            database,
            table,
            { name: dated.name, data_type: String(dated.data_type) },
            rangeMilliseconds,
            signal,
          )
          // Without a range, the profile has the first and the last time of the sample.
          .catch(() => undefined)
      : undefined
  yield { kind: 'table', profile: range ? withTimeRange(rest, range) : rest, unreadable }
  for (const column of columns) {
    const { name, profile: columnProfile } = column
    const key_hashes = keyHashesOf(column)
    yield {
      kind: 'column',
      name,
      profile: storable(columnProfile) as typeof columnProfile,
      ...(key_hashes && { key_hashes }),
    }
  }
  // Secret columns are not in the profile either. Columns not profiled in time are skipped.
  const allowed = new Set(
    columns.filter(({ sensitivity }) => sensitivity !== 'secret').map(({ name }) => name),
  )
  for (const names of options.tuples ?? []) {
    if (!names.every((name) => allowed.has(name))) continue
    const { sketch, isUnique, coverage } = tuplesOfSample(known, names, maximumTupleHashes)
    const { hashes, isComplete } = sketch
    yield { kind: 'tuples', columns: names, hashes, is_whole: isComplete, is_unique: isUnique, coverage }
  }
}

async function* each<Item>(list: Promise<readonly Item[]>): AsyncGenerator<Item> {
  yield* await list
}

async function* nothing(): AsyncGenerator<never> {}

/** Reads items until a reply is large enough, or has taken long enough. Returns the reply as JSON. */
async function readPage(iterator: AsyncIterator<unknown>): Promise<string> {
  const items: string[] = []
  const start = performance.now()
  let bytes = 0
  for (;;) {
    const { value, done = false } = await iterator.next()
    if (!done) {
      const json = JSON.stringify(value)
      const size = Buffer.byteLength(json)
      if (size > maximumItemBytes) throw new ConnectorError('resource_limit')
      items.push(json)
      bytes += size
    }
    if (done || bytes > usualReplyBytes || performance.now() - start > replyInterval) {
      return `{"items":[${items.join()}],"done":${done}}`
    }
  }
}

/**
 * Answers the requests on a channel, one after the other. When the other end closes the channel, the current
 * request is cancelled, the connector is closed, and `exit` is called. Only a ConnectorError is sent as a
 * reply; any other error ends the process.
 */
export function serve(channel: Duplex, exit: () => void): void {
  const ending = new AbortController()
  const { signal } = ending
  let connector: Connector
  let sampled: Sampled
  let iterator: AsyncIterator<unknown>
  let names: readonly string[] | undefined

  /** The name of a database as the system spells it. The catalog has normalized names (Unicode, form C). */
  const spelled = async (database: string): Promise<string> => {
    if (/^[ -~]*$/.test(database)) return database
    // An account that may not list the databases may still use one.
    names ??= await connector.listDatabases(signal).catch(() => [])
    const isSame = (name: string) => normalizedName(name) === database
    return names.includes(database) ? database : (names.find(isSame) ?? database)
  }
  const open = async (request: Extract<Request, { kind: 'open' }>) => {
    const { folder, configuration, credentials, allowedHosts, allowedFolders } = request
    const settings = { allowedHosts: parseAllowedHosts(allowedHosts), allowedFolders }
    connector = await loadConnector(folder, { configuration, credentials }, settings)
    return nothing()
  }
  const sample = async (request: SampleRequest) => {
    const { table, options } = request
    const database = await spelled(request.database)
    const all = options.columns.map(({ name, data_type }) => ({ name, data_type: String(data_type) }))
    const end = performance.now() + options.timeoutMs
    // The search for unreadable columns shares the time limit of the sample.
    const read = (columns: typeof all, maximumRows = options.maximumRows) => {
      const timeoutMs = Math.max(1, Math.ceil(end - performance.now()))
      return connector.sample(database, table, { ...options, timeoutMs, maximumRows, columns }, signal)
    }
    try {
      sampled = { request, database, sample: await read(all), unreadable: [] }
    } catch (error) {
      if (connector.isPaidFor) throw error
      const { readable, unreadable } = await findReadable(all, error, (columns) => read([...columns], 1))
      sampled = {
        request,
        database,
        sample: await read([...readable]),
        unreadable: unreadable.map(({ name }) => name),
      }
    }
    return nothing()
  }
  const begin = async (request: Request): Promise<AsyncIterator<unknown>> => {
    if (request.kind === 'open') return open(request)
    if (request.kind === 'test') return each(connector.testConnection(signal))
    if (request.kind === 'list_databases') return each(connector.listDatabases(signal))
    if (request.kind === 'list_tables') return connector.tables(await spelled(request.database), signal)
    if (request.kind === 'sample') return sample(request)
    if (request.kind === 'profile') return profileItems(connector, sampled, signal)
    return iterator
  }
  const answer = async (request: Request): Promise<string> => {
    try {
      iterator = await begin(request)
      return await readPage(iterator)
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error
      return JSON.stringify({ reason: error.reason, detail: error.message })
    }
  }

  const read = createFrameReader(maximumRequestBytes)
  channel.on('data', async (chunk: Buffer) => {
    const json = read(chunk)
    if (json !== undefined) channel.write(encodeFrame(await answer(JSON.parse(json))))
  })
  channel.on('error', () => undefined)
  channel.on('close', async () => {
    ending.abort()
    await connector?.close()
    exit()
  })
}
