import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import type { Test } from 'tap'
import { openClient } from '../../src/db/client.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { runOnServer, testDatabase } from '../database.ts'
import { build } from '../helper.ts'

/**
 * Starts an instance that listens and introspects, and creates another database on the same server for it to
 * read.
 *
 * @param statements that fill the other database
 * @param allowed hosts that its connectors may reach besides that server
 */
export async function startInstanceWithWorkers(
  t: Test,
  statements: string,
  allowed: { hosts?: readonly string[]; folder?: string } = {},
) {
  const connection = await testDatabase(t)
  const { app, tenant, call, config, others } = await build(
    t,
    {
      CONNECTOR_ALLOWED_HOSTS: [connection.host, ...(allowed.hosts ?? [])].join(','),
      CONNECTOR_ALLOWED_FOLDERS: allowed.folder ?? '',
      INTROSPECTION_WORKERS: '1',
    },
    connection,
  )
  const introspection = await startIntrospection(connection, config, pino({ level: 'silent' }), {
    pollMilliseconds: 100,
  })
  t.teardown(() => introspection.stop())
  const database = `${connection.database}_own`
  await runOnServer(connection, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  await runOnServer(connection, `CREATE DATABASE ${database} OWNER ${connection.user}`)
  t.teardown(() => runOnServer(connection, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`))
  const client = openClient({ ...connection, database }, { max: 1 })
  await client.unsafe(statements)
  await client.end()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  return { url, call, own: await tenant(), others, connection, database }
}
