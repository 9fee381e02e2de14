import { sql } from 'drizzle-orm'
import t from 'tap'
import { build } from '../helper.ts'

t.test('a key expires after its lifetime, even before it is deleted', async (t) => {
  const { call, tenant, others } = await build(t)
  const { params, admin, organizationId } = await tenant()
  const create = (name: string, key = 'a-key') =>
    call('createIntegrationSourceDatabase', {
      token: admin,
      params,
      headers: { 'idempotency-key': key },
      body: { name },
    })
  const replayed = async (name: string) => {
    const answer = await create(name)
    return [
      answer.statusCode,
      answer.headers['idempotency-replayed'],
      answer.json().code ?? answer.json().name,
    ]
  }
  const began = Date.now()
  t.strictSame(await replayed('orders'), [201, undefined, 'orders'])
  const [kept] = await others.execute<{ ends: string }>(
    sql`SELECT expires_at AS ends FROM idempotency_keys WHERE organization_id = ${organizationId}`,
  )
  const lifetime = Date.parse(String(kept?.ends)) - began
  t.ok(lifetime >= 24 * 60 * 60 * 1000 && lifetime < 24 * 60 * 60 * 1000 + 60_000, 'it is stored for a day')
  const end = (milliseconds: number) =>
    others.execute(
      sql`UPDATE idempotency_keys SET expires_at = now() + make_interval(secs => ${milliseconds / 1000})`,
    )

  await end(60_000)
  t.strictSame(await replayed('orders'), [201, 'true', 'orders'], 'it is replayed in its last minute')
  t.strictSame(await replayed('customers'), [422, undefined, 'idempotency_key_reused'])

  await end(-1)
  t.strictSame(await replayed('customers'), [201, undefined, 'customers'], 'afterwards the key is free')
  t.strictSame(await replayed('customers'), [201, 'true', 'customers'], 'and has a new lifetime')

  await end(-1)
  t.strictSame(await replayed('orders'), [409, undefined, 'name_taken'], 'a repeated request is a new one')
})
