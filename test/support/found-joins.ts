import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { startInstanceWithWorkers } from './instance-with-workers.ts'

interface Column {
  id: string
  name: string
  table_id: string
  is_primary_key: boolean
}

interface Relationship {
  type: string
  status: string
  from_column_id: string
  to_table_id: string
  to_column_name: string
  evidence: Record<string, unknown> | null
}

/**
 * Introspects, with profiles, a PostgreSQL database that the statements create, or a SQLite file. Returns
 * the keys and the relationships in the catalog.
 */
export async function foundJoins(t: Test, statements: string, sqlite?: { folder: string; file: string }) {
  const { url, own, connection, database } = await startInstanceWithWorkers(
    t,
    statements,
    sqlite ? { folder: sqlite.folder } : {},
  )
  const request = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${url}/api/integration-sources${path}`, {
      method,
      headers: { authorization: `Bearer ${own.admin}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    t.ok(answer.ok, `${method} ${path}: ${answer.status}`)
    return (await answer.json()) as Answer
  }
  const { host, port, user } = connection
  const source = await request<{ id: string }>('POST', '', {
    ...{ name: 'Own', source_type: 'database' },
    ...(sqlite
      ? { connector_type: 'sqlite', configuration: { path: sqlite.folder } }
      : {
          connector_type: 'postgresql',
          configuration: { host, port, database, tls: { mode: 'disable' } },
          credentials: { user },
        }),
  })
  const place = `/${source.id}`
  await request('PUT', `${place}/databases/by-name/${sqlite?.file ?? database}`, {})
  const body = { profile: true }
  let run = await request<{ id: string; status: string }>('POST', `${place}/introspection-runs`, body)
  while (['queued', 'running'].includes(run.status)) {
    await sleep(100)
    run = await request('GET', `${place}/introspection-runs/${run.id}`)
  }
  t.match(run, { status: 'succeeded' })
  const tables = await request<{ id: string; name: string }[]>('GET', `${place}/tables`)
  const names = new Map(tables.map(({ id, name }) => [id, name]))
  const columns = await request<Column[]>('GET', `${place}/columns`)
  const nameOf = ({ table_id, name }: Pick<Column, 'table_id' | 'name'>) => `${names.get(table_id)}.${name}`
  const found = await request<Relationship[]>('GET', `${place}/relationships`)
  return {
    keys: columns
      .filter((column) => column.is_primary_key)
      .map(nameOf)
      .sort(),
    evidence: found.map(({ evidence }) => evidence),
    relationships: found
      .map(({ type, status, from_column_id, to_table_id, to_column_name }) => {
        const from = columns.find(({ id }) => id === from_column_id)
        return `${from && nameOf(from)} > ${names.get(to_table_id)}.${to_column_name} ${type} ${status}`
      })
      .sort(),
  }
}
