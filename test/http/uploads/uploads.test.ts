import { once } from 'node:events'
import { readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { LightMyRequestResponse } from 'fastify'
import t, { type Test } from 'tap'
import type { UploadsOptions } from '../../../src/http/uploads/uploads.ts'
import { testFolder } from '../../database.ts'
import { assertContract, build } from '../../helper.ts'

const lineOf = (name: string) => `${JSON.stringify({ name, columns: [{ name: 'id' }] })}\n`
/** Lines that are not tables, and that are checked quickly. */
const blank = (bytes: number) => '\n'.repeat(bytes)

/** The listening application, and the requests of its clients. */
async function prepare(
  t: Test,
  environment: Record<string, string> = {},
  options: Partial<UploadsOptions> = {},
) {
  const folder = await testFolder(t)
  const given = await build(t, { UPLOAD_DIR: folder, ...environment }, undefined, undefined, options)
  const { app, call, tenant } = given
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))

  /** A tenant with a database, and functions that send snapshots of it. */
  const crawler = async () => {
    const own = await tenant()
    const made = await call('createIntegrationSourceDatabase', {
      params: own.params,
      token: own.admin,
      body: { name: 'shop' },
    })
    const databaseId = String(made.json().id)
    const params = { ...own.params, integration_source_id: own.sourceId, database_id: databaseId }

    /** Starts an upload that continues until it is ended, and waits until the server reads it. */
    const begin = async (headers: Record<string, string | number> = {}) => {
      const path = `/api/integration-sources/${own.sourceId}/databases/${databaseId}/snapshot`
      const request = httpRequest({
        ...{ host: '127.0.0.1', port, path, method: 'PUT' },
        headers: {
          'content-type': 'application/x-ndjson',
          authorization: `Bearer ${own.admin}`,
          connection: 'keep-alive',
          expect: '100-continue',
          ...headers,
        },
      })
      const read = async (response: IncomingMessage) => {
        response.setEncoding('utf8')
        let body = ''
        for await (const text of response) body += text
        const answer = { statusCode: Number(response.statusCode), headers: response.headers, body }
        assertContract('putDatabaseSnapshot', answer as LightMyRequestResponse)
        return { ...answer, json: JSON.parse(body) }
      }
      const answer = once(request, 'response').then(([response]) => read(response))
      answer.catch(() => undefined)
      request.flushHeaders()
      await once(request, 'continue')
      // The token is verified before the upload counts.
      await sleep(100)
      return { request, answer }
    }
    const put = (body: string) =>
      call('putDatabaseSnapshot', {
        params,
        token: own.admin,
        headers: { 'content-type': 'application/x-ndjson' },
        body,
      })
    const list = () => call('listIntegrationSourceDatabases', { params, token: own.admin })
    /** Waits until so many uploads run that the server accepts no more. */
    const untilRefused = async (body: string) => {
      for (;;) {
        const refused = await put(body)
        if (refused.statusCode !== 200) return refused
        await sleep(50)
      }
    }
    return { ...own, params, begin, put, list, untilRefused }
  }
  /** The number of open files without a name, if the system has /proc. */
  const openFiles = async () => {
    const links = (await readdir('/proc/self/fd').catch(() => [])).map((name) =>
      readlink(`/proc/self/fd/${name}`).catch(() => ''),
    )
    return (await Promise.all(links)).filter((link) => link.startsWith(folder)).length
  }
  return { ...given, folder, crawler, openFiles }
}

t.test('slow uploads do not block others, not even with one connection', async (t) => {
  const receiving = { uploads: 100, uploadsPerOrganization: 12, bytes: 2 ** 30 }
  const { crawler } = await prepare(t, {}, { receiving })
  const [slow, other] = [await crawler(), await crawler()]
  const uploads = await Promise.all(Array.from({ length: 12 }, () => slow.begin()))
  const answers: number[] = []
  for (const [index, { request, answer }] of uploads.entries()) {
    request.write(lineOf(`t${index}`))
    void answer.then(({ statusCode }) => answers.push(statusCode))
  }
  const refused = await slow.untilRefused(lineOf('more'))
  t.equal(refused.statusCode, 429)
  t.equal(refused.headers['retry-after'], '5')
  t.match(refused.json(), { code: 'too_many_uploads', detail: /has 12 uploads/ })

  t.equal((await other.list()).statusCode, 200)
  t.equal((await slow.list()).statusCode, 200)
  t.equal((await other.put(lineOf('mine'))).statusCode, 200)
  t.strictSame(answers, [], 'all of these were answered during the uploads')
  for (const { request } of uploads) request.end()
  for (const { answer } of uploads)
    t.match(await answer, { statusCode: 200, json: { tables: { created: 1 } } })
  t.equal((await slow.put(lineOf('more'))).statusCode, 200, 'afterwards there is room again')
})

t.test('the number of uploads and their bytes are limited', async (t) => {
  const receiving = { uploads: 3, uploadsPerOrganization: 2, bytes: 4000 }
  const { crawler } = await prepare(t, {}, { receiving })
  const [one, two, three] = [await crawler(), await crawler(), await crawler()]
  const first = [await one.begin(), await two.begin()]
  for (const { request } of first) request.write(blank(1900))
  const own = await one.untilRefused(blank(200))
  t.match(own.json(), { code: 'too_many_uploads', detail: /bytes/ })
  t.equal(own.statusCode, 429)
  const all = await three.untilRefused(blank(300))
  t.equal(all.statusCode, 503)
  t.equal(all.headers['retry-after'], '5')
  t.match(all.json(), { code: 'uploads_unavailable', detail: /bytes/ })

  const third = await three.begin()
  t.match((await three.untilRefused('')).json(), { code: 'uploads_unavailable', detail: /as many uploads/ })
  for (const { request, answer } of [...first, third]) {
    request.end()
    t.equal((await answer).statusCode, 200)
  }
  t.equal((await three.put(blank(300))).statusCode, 200)
})

t.test('a body that exceeds its limit is refused as soon as that is known', async (t) => {
  const { crawler, openFiles } = await prepare(t, { UPLOAD_LIMIT_BYTES: '1000000' })
  const { begin } = await crawler()
  const counted = await begin()
  for (let sent = 0; sent < 5; sent += 1) counted.request.write(blank(2 ** 20))
  const announced = await begin({ 'content-length': 1_000_001 })
  for (const { request, answer } of [counted, announced]) {
    request.on('error', () => undefined)
    const { statusCode, headers, json } = await answer
    t.match(
      { statusCode, json },
      { statusCode: 413, json: { code: 'body_too_large', detail: /1000000 bytes/ } },
    )
    t.equal(headers.connection, 'close')
  }
  t.equal(await openFiles(), 0)
})

t.test('resources of ended uploads are released', async (t) => {
  const receiving = { uploads: 3, uploadsPerOrganization: 1, bytes: 2 ** 30 }
  const { call, crawler, folder, openFiles } = await prepare(t, {}, { receiving })
  const { begin, put, untilRefused, params, admin } = await crawler()
  const { request } = await begin()
  request.on('error', () => undefined)
  request.write(blank(2 ** 19))
  t.equal((await untilRefused('')).statusCode, 429)
  while (process.platform === 'linux' && (await openFiles()) === 0) await sleep(10)
  // The name is removed at once, but not at the same moment.
  while ((await readdir(folder)).length > 0) await sleep(10)
  request.destroy()
  while ((await put('')).statusCode === 429) await sleep(10)
  t.equal(await openFiles(), 0, 'its client disconnected')

  const wrong = (body: unknown) => call('putDatabaseSnapshot', { params, token: admin, body })
  const padding = ' '.repeat(300_000)
  t.equal((await wrong(`[{"name":"a"}]${padding}`)).statusCode, 422, 'refused before the lines are read')
  t.equal((await wrong(`[${padding}`)).statusCode, 400)
  const unknown = { ...params, database_id: params.source_id as string }
  const missing = await call('putDatabaseSnapshot', { params: unknown, token: admin, body: `[]${padding}` })
  t.equal(missing.statusCode, 404)
  const again = await begin({ 'content-type': 'application/json' })
  again.request.end(`[{"name":"a"}]${padding}`)
  t.equal((await again.answer).statusCode, 422)
  t.equal((await wrong(`[]${padding}`)).statusCode, 200, 'none of them holds the share of the organization')
  t.equal(await openFiles(), 0)
})

t.test('a client may be slow, but may not stall', async (t) => {
  const { crawler } = await prepare(t, {}, { idleMilliseconds: 2000 })
  const { begin } = await crawler()
  const slow = await begin()
  const stalled = await begin()
  stalled.request.on('error', () => undefined)
  stalled.request.write(lineOf('never'))
  const started = Date.now()
  for (let line = 0; Date.now() - started < 4000; line += 1) {
    slow.request.write(lineOf(`t${line}`))
    await sleep(100)
  }
  slow.request.end()
  t.match(await slow.answer, { statusCode: 200, json: { failed: 0 } })
  const { statusCode, headers, json } = await stalled.answer
  t.match(
    { statusCode, json },
    { statusCode: 400, json: { code: 'malformed_request', detail: /for 2 seconds/ } },
  )
  t.equal(headers.connection, 'close')
})

t.test('without space for a file, short bodies are accepted, and long ones are not', async (t) => {
  const { crawler, folder } = await prepare(t)
  const { put, begin } = await crawler()
  await rm(folder, { recursive: true })
  await writeFile(folder, '')
  t.equal((await put(blank(1000))).statusCode, 200)
  const { request, answer } = await begin()
  request.on('error', () => undefined)
  for (let sent = 0; sent < 5; sent += 1) request.write(blank(2 ** 20))
  const { statusCode, headers, json } = await answer
  t.match({ statusCode, json }, { statusCode: 503, json: { code: 'uploads_unavailable', detail: /no room/ } })
  t.match(headers, { 'retry-after': '5', connection: 'close' })
})

t.test('uploads wait for their turn without a connection, and not forever', async (t) => {
  const working = { slots: 2, heavySlots: 2, longestWait: 1500 }
  const receiving = { uploads: 100, uploadsPerOrganization: 3, bytes: 2 ** 30 }
  const {
    crawler,
    others,
    database: db,
  } = await prepare(t, { DATABASE_POOL_SIZE: '5' }, { working, receiving })
  const { begin, put, list, params } = await crawler()
  const isWaiting = async () => {
    const [row] = await others.execute(
      sql`SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    )
    return row?.count === 1
  }
  let [held, release] = [Promise.resolve(), () => {}]
  await new Promise<void>((isLocked) => {
    held = others.transaction(async (transaction) => {
      await transaction.execute(sql`SELECT FROM databases WHERE id = ${params.database_id} FOR UPDATE`)
      isLocked()
      await new Promise<void>((resolve) => {
        release = resolve
      })
    })
  })
  const first = await begin()
  first.request.end(lineOf('first'))
  while (!(await isWaiting())) await sleep(10)
  const gone = await begin()
  gone.request.on('error', () => undefined)
  gone.request.end(lineOf('gone'))
  const late = await put(lineOf('late'))
  t.equal(late.statusCode, 503)
  t.match(late.json(), { code: 'uploads_unavailable', detail: /busy/ })
  gone.request.destroy()
  t.equal((await list()).statusCode, 200, 'with another connection')
  release()
  await held
  t.match(await first.answer, { statusCode: 200, json: { tables: { created: 1 } } })
  t.equal((await put(lineOf('next'))).statusCode, 200)
  const names = await db.execute(sql`SELECT name FROM tables ORDER BY name`)
  t.strictSame(
    names.map(({ name }) => name),
    ['first', 'next'],
  )
})

t.test('uploads ignore an Idempotency-Key, since they can be repeated', async (t) => {
  const { call, crawler } = await prepare(t)
  const { params, admin } = await crawler()
  const headers = { 'idempotency-key': 'once', 'content-type': 'application/x-ndjson' }
  for (const name of ['one', 'two', 'two']) {
    const answer = await call('putDatabaseSnapshot', { params, token: admin, headers, body: lineOf(name) })
    t.match(answer.json(), { lines: 1, failed: 0 })
    t.notOk(answer.headers['idempotency-replayed'])
  }
})
