import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { migrate } from '../src/db/migrate.ts'
import { packageRoot } from '../src/package-root.ts'
import { embeddedServerForTest, postmasterPid } from './database.ts'
import { build, testSecrets } from './helper.ts'

t.test('after a kill between commit and answer, a retry replays the first answer', async (t) => {
  const { call, tenant, connection } = await build(t)
  const { params, admin } = await tenant()
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      join(packageRoot, 'test/support/killed-before-answer.ts'),
      JSON.stringify(connection),
    ],
    { env: { ...process.env, ...testSecrets }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [url] = await once(child.stdout, 'data')
  const body = { name: 'written once', priority: 7 }
  const headers = { 'idempotency-key': 'killed' }
  await t.rejects(
    fetch(`${String(url).trim()}/api/integration-sources/${params.source_id}/databases`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
  await once(child, 'close')
  t.equal(child.signalCode, 'SIGKILL')
  const [row] = (await call('listIntegrationSourceDatabases', { params, token: admin })).json()
  const retry = await call('createIntegrationSourceDatabase', { params, token: admin, headers, body })
  t.equal(retry.statusCode, 201)
  t.equal(retry.headers['idempotency-replayed'], 'true')
  t.strictSame(retry.json(), row)
})

t.test(
  'when the database is killed under load, clients get 503, and every acknowledged create is stored',
  async (t) => {
    const server = await embeddedServerForTest(t)
    await migrate(server.connection, { info: () => undefined })
    const { call, tenant } = await build(t, {}, server.connection)
    const { params, admin } = await tenant()
    const acknowledged: string[] = []
    const problems: number[] = []
    let stop = false
    const writer = async (lane: number) => {
      for (let number = 0; !stop; number += 1) {
        const response = await call('createIntegrationSourceDatabase', {
          params,
          token: admin,
          body: { name: `lane ${lane} number ${number}` },
        })
        if (response.statusCode === 201) acknowledged.push(response.json().id)
        else problems.push(response.statusCode)
        if (response.statusCode === 503) await sleep(20)
      }
    }
    const writers = Array.from({ length: 8 }, (_, lane) => writer(lane))
    await sleep(300)
    process.kill(await postmasterPid(server.dataDirectory), 'SIGKILL')
    const before = acknowledged.length
    const deadline = Date.now() + 60_000
    while ((problems.length === 0 || acknowledged.length < before + 50) && Date.now() < deadline)
      await sleep(50)
    stop = true
    await Promise.all(writers)
    t.ok(before > 0, 'some were acknowledged before')
    t.ok(acknowledged.length >= before + 50, 'the API recovered by itself')
    t.strictSame([...new Set(problems)], [503], 'the only other answer was a 503 problem')
    const lines = await call('listIntegrationSourceDatabases', {
      params,
      token: admin,
      headers: { accept: 'application/x-ndjson' },
    })
    const stored = new Set(
      lines.body
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).id),
    )
    t.strictSame(
      acknowledged.filter((id) => !stored.has(id)),
      [],
      'no acknowledged create is missing',
    )
  },
)
