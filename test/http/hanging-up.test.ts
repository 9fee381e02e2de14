import { once } from 'node:events'
import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { build } from '../helper.ts'
import { recordedLog } from '../support/recorded-log.ts'

t.test('clients that disconnect', async (t) => {
  const { config, database: db, others, tenant } = await build(t)
  const { organizationId, params, admin } = await tenant()
  const { logger, lines } = recordedLog()
  const app = await buildApp({ config, db, logger })
  t.teardown(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const authorization = `Bearer ${admin}`
  const source = `/api/integration-sources/${params.source_id}`
  const open = (method: string, path: string, headers: Record<string, string> = {}) =>
    request({ port, method, path, headers: { authorization, ...headers } }).on('error', () => undefined)
  const errors = () => lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 40)

  // A list that does not fit into the buffers of the connection.
  await others.execute(
    sql`INSERT INTO databases (id, organization_id, integration_source_id, name, created_at, updated_at)
      SELECT gen_random_uuid(), ${organizationId}, ${params.source_id}, n || repeat('x', 200), now(), now() FROM generate_series(1, 20000) AS n`,
  )

  await t.test('while a list is sent', async (t) => {
    for (const accept of ['application/json', 'application/x-ndjson']) {
      for (const coding of ['gzip', 'identity']) {
        const reading = open('GET', `${source}/databases`, { accept, 'accept-encoding': coding })
        reading.end()
        const [answer] = await once(reading, 'response')
        await once(answer, 'data')
        answer.on('error', () => undefined)
        reading.destroy()
        await sleep(300)
      }
    }
    t.strictSame(errors(), [])
  })

  await t.test('while a body is received', async (t) => {
    for (const [method, path, type] of [
      ['POST', `${source}/databases`, 'application/json'],
      ['POST', `${source}/databases`, 'application/x-ndjson'],
      ['POST', `${source}/descriptions/plan`, 'application/yaml'],
    ] as const) {
      const writing = open(method, path, { 'content-type': type, 'content-length': '1000' })
      writing.write('{"name":')
      await sleep(200)
      writing.destroy()
      await sleep(300)
    }
    t.strictSame(errors(), [])
  })

  await t.test('while the answer is computed', async (t) => {
    await others.transaction(async (transaction) => {
      await transaction.execute(sql`LOCK TABLE databases`)
      const reading = open('GET', `${source}/databases?limit=1`)
      reading.end()
      await sleep(300)
      reading.destroy()
      await sleep(500)
    })
    await sleep(300)
    t.strictSame(errors(), [])
  })

  await t.test('by closing only their half of the connection', async (t) => {
    for (const version of ['1.0', '1.1']) {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      socket.end(
        `GET ${source} HTTP/${version}\r\nhost: localhost\r\nauthorization: ${authorization}\r\n\r\n`,
      )
      let text = ''
      for await (const chunk of socket) text += chunk
      t.match(text, /HTTP\/1.1 200 OK/)
      t.equal(text.includes('102 Processing'), version === '1.1')
      t.match(text, params.source_id)
    }
    t.strictSame(errors(), [])
  })

  await t.test('after many pipelined requests on one connection', async (t) => {
    const warnings: string[] = []
    const keep = ({ name }: Error) => warnings.push(name)
    process.on('warning', keep)
    const count = 20
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.end(
      `GET ${source} HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\n\r\n`.repeat(count),
    )
    const text = Buffer.concat(await socket.toArray()).toString()
    await sleep(0)
    process.off('warning', keep)
    t.equal(text.match(/HTTP\/1\.1 200 OK/g)?.length, count)
    t.strictSame(warnings, [], 'no listeners leak')
  })
})
