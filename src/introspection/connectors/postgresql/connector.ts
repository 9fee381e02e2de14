import { knownErrorsOnly, plainStep, recordChecks, type Step } from '../checks.ts'
import type { Connector, Sample, SampledTable, SampleOptions } from '../connector.ts'
import type { NetworkSettings } from '../network.ts'
import type { SourceSettings } from '../settings.ts'
import { collectSample, rowsAtOnce } from '../values.ts'
import { type ListedRow, listing, listingStatement } from './listing.ts'
import { samplePercent, sampleStatement, timeRangeStatements, valueKind } from './sampling.ts'
import { openSession, type PostgresSession } from './session.ts'
import { readPostgresSettings } from './settings.ts'

/** Tables that are fetched at once: few, since one may have 1,600 columns with comments. */
const pageSize = 50
/** How much longer than the server we wait, in milliseconds: it should be the one that ends a statement. */
const grace = 5000

/** Reads PostgreSQL 11 and newer. */
export function openConnector(given: SourceSettings<unknown, unknown>, network: NetworkSettings): Connector {
  const settings = readPostgresSettings(given)
  const statementTimeout = settings.configuration.statement_timeout_seconds * 1000
  let current: PostgresSession | undefined

  const limit = (signal: AbortSignal | undefined, milliseconds = statementTimeout) =>
    ({ milliseconds: milliseconds + grace, reason: 'statement_timeout', signal }) as const

  /** The connection to a database. PostgreSQL wants another one for each. */
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

  /** A cursor over a query, in a transaction that sees one state of the database. */
  async function* fetched<Row>(
    session: PostgresSession,
    query: string,
    pageSize: number,
    options: { milliseconds: number; signal: AbortSignal | undefined; settings?: string },
  ): AsyncGenerator<Row[], void, undefined> {
    try {
      await session.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', limit(options.signal))
      await session.run(
        `${options.settings ?? ''} SET LOCAL statement_timeout = ${options.milliseconds}; DECLARE sourcebook NO SCROLL CURSOR FOR ${query}`,
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
        fetched<ListedRow>(session, listingStatement, pageSize, { milliseconds: statementTimeout, signal }),
      )
    },

    async sample(database, table, options, signal) {
      const session = await use(database, signal)
      const percent = samplePercent(table, options.maximumRows)
      const sample = await read(session, table, options, { percent, signal })
      // A table may be smaller by now than was estimated, or all chosen pages empty.
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
      if (statements.worth !== undefined && (await run(statements.worth)).length === 0) return undefined
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
    const pages = fetched<{ texts: (string | null)[]; lengths: (string | null)[] }>(
      session,
      query,
      rowsAtOnce(options.columns.length),
      {
        milliseconds: options.timeoutMs,
        signal,
        // Functions that views call may name tables without a schema; the statement itself names nothing so.
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
