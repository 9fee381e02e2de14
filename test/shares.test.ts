import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import fastify from 'fastify'
import t from 'tap'
import { v7 } from 'uuid'
import type { OperationId } from '../src/contract/handlers.ts'
import { deleteExpiredKeys } from '../src/http/answering/idempotency.ts'
import { startIntrospection } from '../src/introspection/worker.ts'
import { build, type TestRequest } from './helper.ts'

type App = Awaited<ReturnType<typeof build>>
type Tenant = Awaited<ReturnType<App['tenant']>>

const proposal = { description_source: 'ai_generated', description: 'Everything that was sold.' }

/** A limited resource of an organization: how it is used, and how one slot becomes free. */
const shares: {
  code: string
  setting: string
  /** How many of them a new tenant already uses. */
  taken: number
  create: (own: Tenant) => [OperationId, TestRequest]
  free: (app: App, own: Tenant, id: string) => Promise<unknown>
}[] = [
  {
    code: 'too_many_queued_runs',
    setting: 'QUEUED_RUNS_PER_ORGANIZATION',
    taken: 0,
    create: ({ params, admin }) => ['createIntrospectionRun', { params, token: admin, body: {} }],
    free: ({ call }, { params, admin }, run_id) =>
      call('cancelIntrospectionRun', { params: { ...params, run_id }, token: admin }),
  },
  {
    code: 'too_many_waiting_proposals',
    setting: 'WAITING_PROPOSALS_PER_ORGANIZATION',
    taken: 0,
    create: ({ sourceId, admin }) => [
      'createDescriptionProposal',
      { params: { resource_id: sourceId }, token: admin, body: proposal },
    ],
    free: ({ call }, { admin }, proposal_id) =>
      call('decideDescriptionProposal', {
        params: { proposal_id },
        token: admin,
        body: { status: 'REJECTED' },
      }),
  },
  {
    code: 'too_many_api_tokens',
    setting: 'API_TOKENS_PER_ORGANIZATION',
    taken: 0,
    create: ({ admin }) => ['createApiToken', { token: admin, body: { name: 'a', role: 'ANALYST' } }],
    free: ({ call }, { admin }, token_id) => call('revokeApiToken', { params: { token_id }, token: admin }),
  },
  {
    code: 'too_many_sources',
    setting: 'SOURCES_PER_ORGANIZATION',
    taken: 1,
    create: ({ admin }) => [
      'createIntegrationSource',
      { token: admin, body: { name: 'Shop', source_type: 'warehouse', connector_type: 'bigquery' } },
    ],
    free: ({ call }, { admin }, source_id) =>
      call('deleteIntegrationSource', { params: { source_id }, token: admin }),
  },
]

for (const { code, setting, taken, create, free } of shares) {
  t.test(`${code}: no request exceeds the limit`, async (t) => {
    const limit = 5
    const app = await build(t, { [setting]: String(limit) })
    const { call, tenant } = app
    const own = await tenant()
    const other = await tenant()
    for (const { params, admin } of [own, other]) {
      // Without a database a run would be over at once.
      await call('createIntegrationSourceDatabase', { params, token: admin, body: { name: 'shop' } })
    }
    const [operation, request] = create(own)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        call(operation, index % 3 ? request : { ...request, headers: { 'idempotency-key': v7() } }),
      ),
    )
    const made = answers.filter(({ statusCode }) => statusCode === 201)
    t.equal(made.length, limit - taken, 'exactly up to the limit')
    const refused = answers.filter(({ statusCode }) => statusCode === 429)
    t.equal(refused.length, 20 - made.length)
    for (const answer of refused) {
      t.match(answer.json(), { code, detail: new RegExp(`\\b${limit}\\b`) })
      t.match(answer.headers['retry-after'], /^[1-9]\d*$/)
    }
    t.equal((await call(...create(other))).statusCode, 201, 'other organizations have a limit of their own')

    const retried = { ...request, headers: { 'idempotency-key': 'again' } }
    t.equal((await call(operation, retried)).statusCode, 429)
    await free(app, own, made[0]?.json().id)
    t.equal((await call(operation, retried)).statusCode, 201, 'a refusal is not stored for its key')
    t.equal((await call(operation, request)).statusCode, 429)
  })
}

t.test('an expired API token does not count', async (t) => {
  const { call, tenant, database: db } = await build(t, { API_TOKENS_PER_ORGANIZATION: '1' })
  const { admin } = await tenant()
  const create = () => call('createApiToken', { token: admin, body: { name: 'a', role: 'ANALYST' } })
  t.equal((await create()).statusCode, 201)
  t.equal((await create()).statusCode, 429)
  await db.execute(sql`UPDATE api_tokens SET expires_at = now() - interval '1 second'`)
  t.equal((await create()).statusCode, 201)
})

t.test('too_many_idempotency_bytes: no answer is stored beyond the limit', async (t) => {
  const limit = 10_000
  const { call, tenant, database: db } = await build(t, { IDEMPOTENCY_BYTES_PER_ORGANIZATION: String(limit) })
  const own = await tenant()
  const other = await tenant()
  const create = ({ params, admin }: Tenant, name: string, key?: string) =>
    call('createIntegrationSourceDatabase', {
      params,
      token: admin,
      headers: key ? { 'idempotency-key': key } : {},
      body: { name },
    })
  const names = Array.from({ length: 24 }, (_, index) => `shop-${index}`)
  const answers: Awaited<ReturnType<typeof create>>[] = []
  while (answers.length < names.length) {
    const batch = names.slice(answers.length, answers.length + 6)
    answers.push(...(await Promise.all(batch.map((name) => create(own, name, name)))))
  }
  const made = answers.filter(({ statusCode }) => statusCode === 201)
  const refused = answers.filter(({ statusCode }) => statusCode === 429)
  t.equal(made.length + refused.length, names.length)
  t.match(refused[0]?.json(), { code: 'too_many_idempotency_bytes', detail: /^10000 bytes of answers/ })
  t.equal(refused[0]?.headers['retry-after'], '3600')
  const [stored] = await db.execute<{ sum: string; used: string; largest: string }>(
    sql`SELECT sum(length(answer::text)), max(length(answer::text)) AS largest,
        (SELECT bytes FROM idempotency_usage WHERE organization_id = ${own.organizationId}) AS used
      FROM idempotency_keys WHERE organization_id = ${own.organizationId}`,
  )
  t.ok(Number(stored?.used) <= limit, 'not above the limit')
  t.ok(Number(stored?.used) + Number(stored?.largest) > limit, 'and as many as fit')
  const list = await call('listIntegrationSourceDatabases', { params: own.params, token: own.admin })
  t.equal(list.json().length, made.length, 'refused requests were not carried out')

  const first = String(made[0]?.json().name)
  t.equal((await create(own, first, first)).headers['idempotency-replayed'], 'true', 'replays still work')
  t.equal((await create(own, 'without a key')).statusCode, 201)
  t.equal((await create(other, 'shop', 'k')).statusCode, 201, 'other organizations have a limit of their own')

  await db.execute(
    sql`UPDATE idempotency_usage SET bytes = ${limit} WHERE organization_id = ${own.organizationId}`,
  )
  t.equal((await create(own, 'one more', 'more')).statusCode, 429, 'refused before it is carried out')
  await db.execute(sql`UPDATE idempotency_usage SET hour = hour - interval '26 hours'`)
  t.equal((await create(own, 'one more', 'more')).statusCode, 201)
  await deleteExpiredKeys(db)
  t.equal((await db.execute(sql`SELECT FROM idempotency_usage`)).length, 1, 'expired hours are deleted')
})

t.test('a schedule is skipped when its run would exceed the limit', async (t) => {
  const {
    call,
    tenant,
    database: db,
    connection,
    config,
  } = await build(t, { QUEUED_RUNS_PER_ORGANIZATION: '1' })
  const { params, admin: token } = await tenant()
  await call('createIntegrationSourceDatabase', { params, token, body: { name: 'shop' } })
  await call('createIntrospectionRun', { params, token, body: {} })
  // It waits, and has no database that a worker could claim.
  await db.execute(sql`UPDATE introspection_run_databases SET status = 'succeeded'`)
  await call('putIntrospectionSchedule', { params, token, body: { cron: '0 3 * * *', time_zone: 'UTC' } })
  await db.execute(sql`UPDATE introspection_schedules SET next_run_at = now() - interval '1 minute'`)
  const workers = await startIntrospection(connection, { ...config, INTROSPECTION_WORKERS: 1 }, fastify().log)
  t.teardown(() => workers.stop())
  const isDue = async () =>
    (await db.execute(sql`SELECT FROM introspection_schedules WHERE next_run_at < now()`)).length > 0
  for (let tries = 0; tries < 200 && (await isDue()); tries += 1) await sleep(50)
  t.notOk(await isDue(), 'it is due again at its next time')
  t.equal((await db.execute(sql`SELECT FROM introspection_runs`)).length, 1)

  // Other failures are retried.
  await db.execute(sql`ALTER TABLE introspection_run_databases RENAME TO elsewhere`)
  await db.execute(sql`UPDATE introspection_runs SET status = 'cancelled', finished_at = now()`)
  await db.execute(sql`UPDATE introspection_schedules SET next_run_at = now() - interval '1 minute'`)
  const others = await startIntrospection(connection, { ...config, INTROSPECTION_WORKERS: 1 }, fastify().log)
  await others.stop()
  t.ok(await isDue(), 'it is still due')
})
