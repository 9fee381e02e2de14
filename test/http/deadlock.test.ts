import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type ConnectionOptions, openClient } from '../../src/db/client.ts'
import { superuserName } from '../../src/db/embedded/roles.ts'
import { build } from '../helper.ts'

/**
 * Another transaction, which waits for locks without a limit and is never the victim; only the superuser
 * may set that.
 */
async function transactionOf(t: Test, connection: ConnectionOptions) {
  const options = { max: 1, connection: { deadlock_timeout: 600_000 } }
  const client = openClient({ ...(connection as object), user: superuserName }, options)
  t.teardown(() => client.end({ timeout: 5 }))
  await client`BEGIN`
  const [own] = await client`SELECT pg_backend_pid() AS pid`
  return {
    pid: Number(own?.pid),
    lock: async (id: string) => void (await client`SELECT FROM relationships WHERE id = ${id} FOR UPDATE`),
    end: async () => void (await client`ROLLBACK`),
  }
}

t.test('when two writers deadlock, the request is rolled back and may be retried', async (t) => {
  const { call, tenant, connection } = await build(t)
  const { admin, organizationId, params: place } = await tenant()
  const make = async (operation: Parameters<typeof call>[0], params: Record<string, string>, body: object) =>
    String((await call(operation, { params, token: admin, body })).json().id)
  const at: Record<string, string> = { ...place, integration_source_id: place.source_id }
  at.database_id = await make('createIntegrationSourceDatabase', at, { name: 'shop' })
  at.table_id = await make('createDatabaseTable', at, { name: 'customers' })
  const from_column_id = await make('createTableColumn', at, { name: 'id' })
  const ids: string[] = []
  for (const to_column_name of ['a', 'b', 'c']) {
    await make('createTableColumn', at, { name: to_column_name })
    ids.push(
      await make('createRelationship', at, { from_column_id, to_table_id: at.table_id, to_column_name }),
    )
  }
  // The request locks them in this order.
  const [first, second, third] = ids.toSorted() as [string, string, string]

  const watcher = openClient(connection, { max: 1 })
  t.teardown(() => watcher.end({ timeout: 5 }))
  /** Waits until another session waits for this transaction. */
  const blocks = async ({ pid }: { pid: number }) => {
    const waiting = () =>
      watcher`SELECT FROM pg_stat_activity WHERE datname = current_database() AND ${pid} = ANY(pg_blocking_pids(pid))`
    while ((await waiting()).length === 0) await sleep(20)
  }
  const bulk = () =>
    call('bulkUpdateRelationshipStatus', {
      token: admin,
      query: { organization_id: organizationId },
      body: { relationship_ids: ids, status: 'APPROVED' },
    })

  // The request has the first row and waits for the second. It continues with the third only when the other
  // waits for the first. So the request always closes the circle, however slow the machine is.
  const [other, gate] = [await transactionOf(t, connection), await transactionOf(t, connection)]
  await other.lock(third)
  await gate.lock(second)
  const request = bulk()
  await blocks(gate)
  const [{ pid }] = (await watcher`
    SELECT pid FROM pg_stat_activity WHERE ${gate.pid} = ANY(pg_blocking_pids(pid))`) as unknown as [
    { pid: number },
  ]
  const locking = other.lock(first)
  await blocks({ pid })
  await gate.end()

  const answer = await request
  t.equal(answer.statusCode, 503)
  t.equal(answer.headers['retry-after'], '1')
  t.match(answer.json(), { code: 'database_unavailable', detail: /in the way of this request/ })
  await locking
  await other.end()
  const read = (relationship_id: string) =>
    call('getRelationship', { params: { relationship_id }, token: admin })
  for (const id of ids) {
    const { body, headers } = await read(id)
    t.match(JSON.parse(body), { status: 'SUGGESTED' }, 'nothing was written')
    t.match(headers.etag, /\.1"$/)
  }
  t.match((await bulk()).json(), { updated: 3 })
})
