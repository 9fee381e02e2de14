import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { startInstanceWithWorkers } from './instance-with-workers.ts'

/** The settings of a source, and the name of its database. */
interface GivenSource {
  connector_type: string
  configuration: object
  credentials?: object
  databaseName: string
  /** The hosts that the instance may reach. */
  allowed?: { hosts?: readonly string[]; folder?: string }
}

/**
 * Introspects a database with profiles, through the HTTP API.
 *
 * @param of statements that create a database on the PostgreSQL of the tests, or any source
 * @returns the run, and functions that repeat it and that read the results
 */
export async function introspected(t: Test, of: string | GivenSource) {
  const isOwn = typeof of === 'string'
  const instance = await startInstanceWithWorkers(t, isOwn ? of : 'SELECT 1', isOwn ? {} : of.allowed)
  const { url, own, connection } = instance
  const request = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}/api/integration-sources${path}`, {
      method,
      headers: { authorization: `Bearer ${own.admin}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    t.ok(answer.ok, `${method} ${path}: ${answer.status}`)
    return (await answer.json()) as { id: string; status: string }
  }
  const { host, port, user } = connection
  const given: GivenSource = isOwn
    ? {
        connector_type: 'postgresql',
        configuration: { host, port, database: instance.database, tls: { mode: 'disable' } },
        credentials: { user },
        databaseName: instance.database,
      }
    : of
  const { databaseName: database, allowed: _, ...settings } = given
  const source = await request('POST', '', { name: 'Own', source_type: 'database', ...settings })
  await request('PUT', `/${source.id}/databases/by-name/${encodeURIComponent(database)}`, {})
  const again = async () => {
    let run = await request('POST', `/${source.id}/introspection-runs`, { profile: true })
    while (['queued', 'running'].includes(run.status)) {
      await sleep(100)
      run = await request('GET', `/${source.id}/introspection-runs/${run.id}`)
    }
    return run
  }
  const read = async <Item>(path: string) =>
    (await request('GET', `/${source.id}${path}`)) as unknown as Item[]
  return { run: await again(), again, read, database, connection }
}
