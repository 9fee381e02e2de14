/**
 * The PostgreSQL server of one whole test run, as a process of its own: test/before.ts starts it and has ended long
 * before the tests have. It stops, and removes its data, when it gets SIGTERM or when the run is gone.
 *
 * Argument: the process id of the run. Sends its connection, or an error message, to the process that started it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify from 'fastify'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'

/** What this process tells the one that started it. */
export type PostgresProcessMessage =
  | { readonly connection: { host: string; port: number; user: string; database: string } }
  | { readonly problem: string }

const runPid = Number(process.argv[2])

const runIsThere = () => {
  try {
    return process.kill(runPid, 0)
  } catch {
    return false
  }
}

const termination = new AbortController()
const { signal } = termination
// The signal may come again while the server stops.
process.on('SIGTERM', () => termination.abort())
const dataDirectory = await mkdtemp(join(tmpdir(), 'sourcebook-test-'))
// Tests say by the name alone who they are.
const rules = join(dataDirectory, 'pg_hba.conf')
try {
  await writeFile(rules, 'local all all trust\n', { mode: 0o644 })
  const server = await startEmbeddedPostgres({
    dataDirectory,
    logger: fastify().log,
    // The data are thrown away, so there is nothing to protect from a power failure.
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200', hba_file: rules },
  })
  const { password: _, ...connection } = server.connection
  process.send?.({ connection } satisfies PostgresProcessMessage)
  process.disconnect()
  while (!signal.aborted && runIsThere()) await Promise.allSettled([sleep(500, undefined, { signal })])
  await server.stop()
} catch (error) {
  process.send?.({ problem: String(error) } satisfies PostgresProcessMessage)
  process.disconnect()
} finally {
  await rm(dataDirectory, { recursive: true, force: true })
}
