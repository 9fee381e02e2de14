import { knownErrorsOnly, plainStep, recordChecks, type Step } from '../checks.ts'
import type { Connector } from '../connector.ts'
import { ConnectorError } from '../connector-error.ts'
import type { NetworkSettings } from '../network.ts'
import type { SourceSettings } from '../settings.ts'
import { collectSample } from '../values.ts'
import { seesAllOf } from './grants.ts'
import { listedTables, listingStatement } from './listing.ts'
import { sampleStatement, timeRangeStatements, valueKind } from './sampling.ts'
import { type MysqlSession, openSession } from './session.ts'
import { readMysqlSettings } from './settings.ts'

/** Milliseconds to wait beyond the server's timeout, so that the server ends a slow statement. */
const grace = 5000
const systemDatabases = ['information_schema', 'mysql', 'performance_schema', 'sys']

/**
 * Reads MySQL 5.7 and newer, and MariaDB. Their schemas are their databases, so a database has no schemas.
 */
export function openConnector(given: SourceSettings<unknown, unknown>, network: NetworkSettings): Connector {
  const settings = readMysqlSettings(given)
  const statementTimeout = settings.configuration.statement_timeout_seconds * 1000
  let current: MysqlSession | undefined

  const limit = (signal: AbortSignal | undefined, milliseconds = statementTimeout) =>
    ({ milliseconds: milliseconds + grace, reason: 'statement_timeout', signal }) as const
  const drop = () => {
    current?.close()
    current = undefined
  }
  const use = async (
    database: string | undefined,
    signal: AbortSignal | undefined,
    { milliseconds = statementTimeout, step = plainStep }: { milliseconds?: number; step?: Step } = {},
  ) => {
    if (!current?.isOpen() || current.database !== database) {
      drop()
      current = await openSession(settings, { database, network, step, signal })
    }
    await current.limitTime(milliseconds, limit(signal))
    return current
  }
  /** A database that was dropped during a listing would look empty. */
  const assertExists = async (session: MysqlSession, database: string, signal: AbortSignal | undefined) => {
    const name = Buffer.from(database).toString('hex')
    const found = await session.run(
      `SELECT 1 FROM information_schema.schemata WHERE BINARY schema_name = X'${name}'`,
      limit(signal),
    )
    if (found.length === 0) throw new ConnectorError('database_missing')
  }

  return knownErrorsOnly({
    testConnection: (signal) =>
      recordChecks(async (step) => {
        drop()
        const session = await use(undefined, signal, { step })
        await step(
          'read_catalog',
          () => session.run('SELECT 1 FROM information_schema.schemata LIMIT 1', limit(signal)),
          () => 'The catalog can be read.',
        )
      }),

    async listDatabases(signal) {
      const session = await use(undefined, signal)
      const rows = await session.run('SELECT schema_name FROM information_schema.schemata', limit(signal))
      return rows
        .map(([name]) => String(name))
        .filter((name) => !systemDatabases.includes(name))
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    },

    async *tables(database, signal) {
      const session = await use(database, signal)
      const grants = await session.run('SHOW GRANTS', limit(signal))
      const [[, revokes] = []] = await session.run(`SHOW VARIABLES LIKE 'partial_revokes'`, limit(signal))
      const isComplete = seesAllOf(
        database,
        grants.map(([grant]) => String(grant)),
        revokes !== 'ON',
      )
      yield* listedTables(session.stream(listingStatement, limit(signal)))
      await assertExists(session, database, signal)
      yield {
        kind: 'schema',
        schema_name: null,
        is_complete: isComplete,
        ...(!isComplete && { reason: 'permission_denied' }),
      }
      yield { kind: 'database', is_complete: true }
    },

    async sample(database, table, options, signal) {
      const { timeoutMs: milliseconds, columns } = options
      const session = await use(database, signal, { milliseconds })
      const sample = collectSample(options, valueKind)
      for await (const cells of session.stream(
        sampleStatement(table, options),
        limit(signal, milliseconds),
      )) {
        const texts = columns.map((_, index) => cells[index * 2] as string | null)
        const lengths = columns.map((_, index) => cells[index * 2 + 1] as string | null)
        if (sample.add(texts, lengths)) return sample.end(false)
      }
      return sample.end()
    },

    async timeRange(database, table, { name }, milliseconds, signal) {
      const statements = timeRangeStatements(table, name)
      if (!statements) return undefined
      const session = await use(database, signal, { milliseconds })
      const { index, range } = statements
      if (index !== undefined && (await session.run(index, limit(signal))).length === 0) return undefined
      const [[earliest, latest] = []] = await session.run(range, limit(signal, milliseconds))
      return {
        earliest: earliest == null ? null : String(earliest),
        latest: latest == null ? null : String(latest),
      }
    },

    close: async () => drop(),
  })
}
