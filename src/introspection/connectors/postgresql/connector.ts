import { knownErrorsOnly, plainStep, recordChecks, type Step } from '../checks.ts'
import type { Connector, Sample, SampledTable, SampleOptions } from '../connector.ts'
import type { NetworkSettings } from '../network.ts'
import type { SourceSettings } from '../settings.ts'
import { collectSample, rowsAtOnce } from '../values.ts'
import { type ListedRow, listing, listingStatement } from './listing.ts'
import { samplePercent, sampleStatement, timeRangeStatements, valueKind } from './sampling.ts'
import { openSession, type PostgresSession } from './session.ts'
import { readPostgresSettings } from './settings.ts'

/** How many tables to fetch at once. It is small, since a table may have 1,600 columns with comments. */
const pageSize = 50
/** Milliseconds to wait beyond the server's timeout, so that the server ends a slow statement. */
const grace = 5000

/** Reads PostgreSQL 11 and newer. */
export function openConnector(given: SourceSettings<unknown, unknown>, network: NetworkSettings): Connector {
  const settings = readPostgresSettings(given)
  const statementTimeout = settings.configuration.statement_timeout_seconds * 1000
  let current: PostgresSession | undefined

  const limit = (signal: AbortSignal | undefined, milliseconds = statementTimeout) =>
    ({ milliseconds: milliseconds + grace, reason: 'statement_timeout', signal }) as const

  /** Returns the connection to a database. In PostgreSQL, each database needs its own connection. */
  const use = async (database: string, signal: AbortSignal | undefined, step: Step = plainStep) => {
    if (current?.database === database && current.isOpen()) return current
    drop()
    current = await openSession(settings, { database, network, step, signal })
    return current
  }
  const drop = () => {
    current?.close()
    current = undefined
  }

  /** Fetches the rows of a query with a cursor, in a transaction that sees one snapshot of the database. */
  async function* fetchPages<Row>(
    session: PostgresSession,
    query: string,
    pageSize: number,
    options: { milliseconds: number; signal: AbortSignal | undefined; settings?: string },
  ): AsyncGenerator<Row[], void, undefined> {
    try {
      await session.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', limit(options.signal))
      await session.run(
        `${options.settings ?? ''} SET LOCAL statement_timeout = ${options.milliseconds};
        DECLARE sourcebook NO SCROLL CURSOR FOR ${query}`,
        limit(options.signal, options.milliseconds),
      )
      for (;;) {
        const rows = await session.run(
          `FETCH ${pageSize} FROM sourcebook`,
          limit(options.signal, options.milliseconds),
        )
        yield rows as unknown as Row[]
        if (rows.length < pageSize) break
      }
    } finally {
      await session.run('ROLLBACK', limit(undefined)).catch(drop)
    }
  }

  return knownErrorsOnly({
    testConnection: (signal) =>
      recordChecks(async (step) => {
        drop()
        const session = await use(settings.configuration.database, signal, step)
        await step(
          'read_catalog',
          () => session.run('SELECT FROM pg_catalog.pg_class LIMIT 1', limit(signal)),
          () => 'The catalog can be read.',
        )
      }),

    async listDatabases(signal) {
      const session = await use(settings.configuration.database, signal)
      const rows = await session.run(
        `SELECT datname FROM pg_catalog.pg_database
        WHERE NOT datistemplate AND datallowconn AND pg_catalog.has_database_privilege(oid, 'CONNECT')
        ORDER BY datname`,
        limit(signal),
      )
      return rows.map((row) => String(row.datname))
    },

    async *tables(database, signal) {
      const session = await use(database, signal)
      yield* listing(
        fetchPages<ListedRow>(session, listingStatement, pageSize, {
          milliseconds: statementTimeout,
          signal,
        }),
      )
    },

    async sample(database, table, options, signal) {
      const session = await use(database, signal)
      const percent = samplePercent(table, options.maximumRows)
      const sample = await read(session, table, options, { percent, signal })
      // The table may be smaller than estimated, or all sampled pages may be empty.
      return percent !== undefined && sample.rows.length === 0
        ? read(session, table, options, { percent: undefined, signal })
        : sample
    },

    async timeRange(database, table, { name }, milliseconds, signal) {
      const statements = timeRangeStatements(table, name)
      if (!statements) return undefined
      const session = await use(database, signal)
      const run = async (statement: string) => {
        const set = `SET LOCAL statement_timeout = ${milliseconds}`
        await session.run(`BEGIN READ ONLY; ${set}`, limit(signal))
        try {
          return await session.run(statement, limit(signal, milliseconds))
        } finally {
          await session.run('ROLLBACK', limit(undefined)).catch(drop)
        }
      }
      if (statements.index !== undefined && (await run(statements.index)).length === 0) return undefined
      const [row] = await run(statements.range)
      return { earliest: row?.earliest ?? null, latest: row?.latest ?? null }
    },

    close: async () => drop(),
  })

  async function read(
    session: PostgresSession,
    table: SampledTable,
    options: SampleOptions,
    { percent, signal }: { percent: number | undefined; signal: AbortSignal | undefined },
  ): Promise<Sample> {
    const sample = collectSample(options, valueKind)
    const query = sampleStatement(table, options, percent)
    const pages = fetchPages<{ texts: (string | null)[]; lengths: (string | null)[] }>(
      session,
      query,
      rowsAtOnce(options.columns.length),
      {
        milliseconds: options.timeoutMs,
        signal,
        // Functions called by views may need the default search path. The statement itself does not.
        settings: 'SET LOCAL search_path TO DEFAULT;',
      },
    )
    const end = Date.now() + options.timeoutMs
    for await (const page of pages) {
      for (const { texts, lengths } of page) {
        if (sample.add(texts, lengths) || Date.now() > end) return sample.end(false)
      }
    }
    return sample.end(percent === undefined)
  }
}
