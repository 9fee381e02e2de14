import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import t from 'tap'
import { main } from '../../src/commands/demo.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type IntegrationSourceRow, integrationSources } from '../../src/db/schema.ts'
import { ensureDemo } from '../../src/demo/empty-catalog.ts'
import { ensureShopDatabase } from '../../src/demo/shop-database.ts'
import {
  DEMO_ITSELF_ID,
  DEMO_ORGANIZATION_ID,
  DEMO_SHOP_ID,
  DEMO_SOURCE_ID,
} from '../../src/identity/demo.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { embeddedServerForTest } from '../database.ts'
import { build, testSecrets } from '../helper.ts'

t.test('the demo fills a running instance, and a second run changes nothing', async (t) => {
  const { app, call, database: db, tenant, token, system } = await build(t)
  await ensureDemo(db)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const admin = await token('ORGANIZATION_ADMIN', DEMO_ORGANIZATION_ID)
  const said: string[] = []
  const say = (text: string) => void said.push(text)
  const list = async (...[operation, params]: [Parameters<typeof call>[0], Record<string, string>?]) => {
    const answer = await call(operation, {
      token: admin,
      headers: { accept: 'application/x-ndjson' },
      ...(params && { params }),
    })
    return answer.body
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  }
  const changes = async () => (await db.execute('SELECT count(*) FROM changes'))[0]?.count

  const first = await main([], { ...testSecrets, PORT: String(port) }, say)
  t.match(first, { exitCode: 0, stderr: '', stdout: /^\nLook at it/ }, first.stderr)
  t.match(first.stdout, `http://127.0.0.1:${port}/api/integration-sources/${DEMO_SOURCE_ID}/tables`)
  t.match(said.join('\n'), /Demo warehouse[\s\S]*analytics: \d+ tables[\s\S]*Demo CRM[\s\S]*associations/)

  const at = { source_id: DEMO_SOURCE_ID, integration_source_id: DEMO_SOURCE_ID }
  const tables = await list('listIntegrationSourceTables', at)
  t.ok(tables.length >= 90 && tables.length <= 120, `${tables.length} tables`)
  t.equal((await list('listIntegrationSourceDatabases', at)).length, 3)
  t.same([...new Set(tables.map(({ description_source: source }) => source))].sort(), [
    'ai_generated',
    'imported',
    'information_schema',
    'manual_edit',
    null,
  ])
  const columns = await list('listIntegrationSourceColumns', at)
  t.ok(columns.length > 500)
  t.match(
    columns.find(({ name }) => name === 'status'),
    { role: 'dimension', enum_cardinality: 7 },
  )
  const relationships = await list('listRelationships', at)
  t.same([...new Set(relationships.map(({ status }) => status))].sort(), [
    'APPROVED',
    'REJECTED',
    'SUGGESTED',
  ])
  const sources = await list('listIntegrationSources')
  const crm = { source_id: String(sources.find(({ name }) => name === 'Demo CRM')?.id) }
  t.equal((await list('listSaasObjects', crm)).length, 10)
  t.equal((await list('listSaasAssociations', crm)).length, 12)

  const before = await changes()
  const again = await main(
    [`--url=http://127.0.0.1:${port}/`],
    { ...testSecrets, SOURCEBOOK_TOKEN: admin },
    say,
  )
  t.match(again, { exitCode: 0, stdout: first.stdout })
  t.equal(await changes(), before, 'nothing was written')

  const table = tables.find(({ name }) => name === 'agents')
  const found = await list('listTableColumns', { source_id: DEMO_SOURCE_ID, table_id: table.id })
  const params = { source_id: DEMO_SOURCE_ID, column_id: found[0].id }
  await call('updateColumn', { params, token: admin, body: { is_active: false } })
  t.match(await main(['--url', `http://127.0.0.1:${port}`], testSecrets, say), {
    exitCode: 1,
    stderr: 'The column shop.support.agents.agent_id is not listed; is it or what it is in inactive?\n',
  })

  const analyst = await token('ANALYST', DEMO_ORGANIZATION_ID)
  await call('updateColumn', { params, token: admin, body: { is_active: true } })
  const refused = (bearer: string) =>
    main(['--url', `http://127.0.0.1:${port}`, '--token', bearer], testSecrets, say)
  t.match(await refused('wrong'), { exitCode: 1, stderr: /401 [\s\S]*\nTake a token of this instance/ })
  t.match(await refused(analyst), { exitCode: 1, stderr: /403 [\s\S]*needs the role ORGANIZATION_ADMIN/ })
  await tenant()
  t.match(await refused(system), { exitCode: 1, stderr: /^The token reaches several organizations/ })
})

t.test('the demo introspects its shop database on the PostgreSQL of the instance', async (t) => {
  const { connection, administration } = await embeddedServerForTest(t, { settings: { fsync: 'off' } })
  const silent = pino({ level: 'silent' })
  await migrate(connection, silent)
  await ensureShopDatabase(administration)
  // Another start.
  const ownSource = await ensureShopDatabase(administration)
  const { app, call, database: db, config, token } = await build(t, {}, connection, ownSource)
  await ensureDemo(db, { hasShop: true })
  // An earlier version had the database of the instance itself as a source.
  const [shop] = await db.select().from(integrationSources).where(eq(integrationSources.id, DEMO_SHOP_ID))
  await db.insert(integrationSources).values({ ...shop, id: DEMO_ITSELF_ID } as IntegrationSourceRow)
  await ensureDemo(db, { hasShop: true })
  const introspection = await startIntrospection(connection, config, silent)
  t.teardown(() => introspection.stop())
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const said: string[] = []
  const done = await main([], { ...testSecrets, PORT: String(port) }, (text) => void said.push(text))
  t.match(done.stdout, /introspection-runs/)
  t.match(said.join('\n'), /Introspecting Demo shop: succeeded, 6 tables, \d\d columns/)
  const request = { token: await token('ORGANIZATION_ADMIN', DEMO_ORGANIZATION_ID), query: { limit: 1000 } }
  const sources = (await call('listIntegrationSources', request)).json()
  t.notOk(sources.some(({ id }: { id: string }) => id === DEMO_ITSELF_ID))
  const columns = await call('listIntegrationSourceColumns', {
    ...request,
    params: { source_id: DEMO_SHOP_ID },
  })
  t.ok(
    columns
      .json()
      .some(({ sample_values: samples }: { sample_values?: unknown[] }) => samples?.includes('delivered')),
    'there are samples',
  )
  const listed = await call('listRelationships', {
    ...request,
    params: { integration_source_id: DEMO_SHOP_ID },
  })
  const types = listed.json().map(({ type }: { type: string }) => type)
  t.same([...new Set(types)].sort(), ['FOREIGN_KEY', 'INFERRED'])
})

t.test('a snapshot with failed lines is reported', async (t) => {
  const { app, tenant } = await build(t, { BODY_LIMIT_BYTES: '1024' })
  const { admin } = await tenant()
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  t.match(await main(['--url', url, '--token', admin], testSecrets, () => undefined), {
    exitCode: 1,
    stderr: /^Line \d+ of the database shop: The line is longer than 1024 bytes/,
  })
})

t.test('problems outside of the API get a message', async (t) => {
  const run = (argv: string[], environment = {}) =>
    main(argv, { ...testSecrets, ...environment }, () => undefined)
  // Progress goes to the stderr of the process.
  t.match(await main(['--url', 'http://127.0.0.1:1'], testSecrets), {
    exitCode: 1,
    stderr: /^Nothing answers at http:\/\/127\.0\.0\.1:1: (ECONNREFUSED|bad port).*npm start/,
  })
  t.match(await run([], { SOURCEBOOK_URL: 'http://no.such.host.invalid' }), {
    exitCode: 1,
    stderr: /^Nothing answers at http:\/\/no\.such\.host\.invalid: \w+/,
  })
  const other = createServer((_, response) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('?'),
  )
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  t.match(await run(['--url', `http://127.0.0.1:${port}`]), {
    exitCode: 1,
    stderr: `What answers at http://127.0.0.1:${port} is not Sourcebook: 404 text/html.\n`,
  })
  t.match(await run(['--url', 'localhost:3000']), { exitCode: 2, stderr: /^--url must be a URL[\s\S]*Usage/ })
  t.match(await run(['--token', 'a\nb']), { exitCode: 2, stderr: /^--token must be a bearer token/ })
  t.match(await run(['--all']), { exitCode: 2, stderr: /^Unknown option[\s\S]*Usage/ })
  t.match(await main([], { NODE_ENV: 'production' }), { exitCode: 1, stderr: /DATABASE_URL/ })
  const broken = {
    get PORT(): string {
      throw new RangeError('broken')
    },
  }
  await t.rejects(main([], broken), RangeError)
})
