/**
 * The PostgreSQL server of a whole test run, in its own process, since test/before.ts ends before the tests.
 * It stops and removes its data on SIGTERM, or when the run has ended.
 *
 * Argument: the process id of the run. Sends its connection, or an error message, to its parent process.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify from 'fastify'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'

/** The message from this process to the one that started it. */
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
// Tests log in with a name only.
const rules = join(dataDirectory, 'pg_hba.conf')
try {
  await writeFile(rules, 'local all all trust\n', { mode: 0o644 })
  const server = await startEmbeddedPostgres({
    dataDirectory,
    logger: fastify().log,
    // The data are temporary, so they need no protection from a power failure.
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
