import t from 'tap'
import { parseAllowedHosts } from '../../../src/allowed-hosts.ts'
import { openConnector as openBigquery } from '../../../src/introspection/connectors/bigquery/connector.ts'
import { ConnectorError } from '../../../src/introspection/connectors/connector-error.ts'
import { openConnector as openMysql } from '../../../src/introspection/connectors/mysql/connector.ts'
import { openConnector as openPostgres } from '../../../src/introspection/connectors/postgresql/connector.ts'
import { bigquery } from '../../support/lying/bigquery.ts'
import { mysql } from '../../support/lying/mysql.ts'
import { postgresql } from '../../support/lying/postgresql.ts'
import { secret } from '../../support/lying/server.ts'
import { collected } from './support.ts'

const systems = [
  ['postgresql', postgresql, openPostgres],
  ['mysql', mysql, openMysql],
  ['bigquery', bigquery, openBigquery],
] as const

/** Secrets of the application, and texts of the servers. */
const untold = new RegExp(`${secret}|of-ours|127\\.0\\.0\\.|\\.internal|ERR_|undefined|destructure`)

/** Unhandled errors. */
const stray: string[] = []
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: unknown) => {
    stray.push(String((error as Error).stack ?? error))
  })
}

for (const [name, system, openConnector] of systems) {
  t.test(`servers that lie to a client of ${name}`, { timeout: 900_000 }, async (t) => {
    const meet = async (caseName: string, truths: number) => {
      const server = await system.start(caseName, { address: '127.0.0.9', truths })
      const source = system.source(caseName, server)
      const given = {
        ...source,
        configuration: { ...source.configuration, connect_timeout_seconds: 1, statement_timeout_seconds: 1 },
      }
      const connector = openConnector(given, { allowedHosts: parseAllowedHosts('127.0.0.9') })
      try {
        const checks = await connector.testConnection()
        t.notMatch(JSON.stringify(checks), untold, `${caseName} tells nothing`)
        if (checks.at(-1)?.status === 'failed') return
        for (const work of [() => connector.listDatabases(), () => collected(connector.tables('home'))]) {
          const error = await work().then(
            () => undefined,
            (error: unknown) => error,
          )
          if (error === undefined) continue
          t.ok(error instanceof ConnectorError, `${caseName} throws what is known: ${error}`)
          t.notMatch(String(error), untold, `${caseName} tells nothing in its error`)
        }
      } finally {
        await connector.close()
        await server.close()
      }
    }
    // Most cases wait for a deadline, so several run at once.
    const early = system.cases.map((caseName) => ({ caseName, truths: 0 }))
    const late = system.lateCases.map((caseName) => ({ caseName, truths: 2 }))
    const waiting = [...early, ...late]
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) await meet(next.caseName, next.truths)
      }),
    )
    t.strictSame(stray, [], 'no error was unhandled')
  })
}
