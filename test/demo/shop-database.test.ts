import { symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import t from 'tap'
import { openClient } from '../../src/db/client.ts'
import type { EmbeddedConnection } from '../../src/db/embedded/instance-lock.ts'
import { showcase } from '../../src/db/embedded/roles.ts'
import { migrate } from '../../src/db/migrate.ts'
import { ensureDemo } from '../../src/demo/empty-catalog.ts'
import { ensureShopDatabase } from '../../src/demo/shop-database.ts'
import { DEMO_ORGANIZATION_ID, DEMO_SHOP_ID } from '../../src/identity/demo.ts'
import { embeddedServerForTest, testFolder } from '../database.ts'
import { build } from '../helper.ts'

t.test('the PostgreSQL of the instance', async (t) => {
  const { connection, administration } = await embeddedServerForTest(t, { settings: { fsync: 'off' } })
  await migrate(connection, { info: () => undefined })
  const ownSource = await ensureShopDatabase(administration)
  const { call, database: db, tenant, token } = await build(t, {}, connection, ownSource)
  await ensureDemo(db, { hasShop: true })
  const demo = await token('ORGANIZATION_ADMIN', DEMO_ORGANIZATION_ID)
  const stolen = ownSource.credentials as { user: string; password: string }
  const test = async (source_id: string, bearer: string) =>
    (await call('testIntegrationSourceConnection', { params: { source_id }, token: bearer })).json()

  t.test('is reachable by the source of the demo', async (t) => {
    t.match(await test(DEMO_SHOP_ID, demo), { connection_status: 'connected' })
    const source = await call('getIntegrationSource', { params: { source_id: DEMO_SHOP_ID }, token: demo })
    t.match(source.json(), { configuration: {}, has_credentials: false })
  })

  t.test('is refused to every other source, in whatever form its host is written', async (t) => {
    const link = join(await testFolder(t), 'link')
    await symlink(connection.host, link)
    const { host } = connection
    const hosts = [
      host,
      `${host}/`,
      `/${host}`,
      `${dirname(host)}/./${basename(host)}`,
      `${host}/../${basename(host)}`,
      join(host, '.s.PGSQL.5432'),
      link,
      `/proc/self/root${host}`,
      `/proc/${process.pid}/cwd${host}`,
      '127.0.0.1',
      'localhost',
      '::1',
      '::ffff:127.0.0.1',
      '0x7f.1',
    ]
    const own = (await tenant()).admin
    const create = async (bearer: string, given: object, connector_type = 'postgresql') =>
      (
        await call('createIntegrationSource', {
          token: bearer,
          body: { name: 'Mine', source_type: 'database', connector_type, ...given },
        })
      ).json().id
    const refused = async (name: string, bearer: string, type: string) => {
      const configuration = { host: name, tls: { mode: 'disable' } }
      const id = await create(bearer, { configuration, credentials: stolen }, type)
      const { checks } = await test(id, bearer)
      t.match(checks.at(-1), { name: 'resolve', status: 'failed', detail: /not allowed/ }, `${type} ${name}`)
    }
    // As many at once as one organization may have.
    for (const name of hosts) {
      await Promise.all(
        [own, demo].flatMap((bearer) => ['postgresql', 'mysql'].map((type) => refused(name, bearer, type))),
      )
    }
    // Neither a missing host nor the id of the demo source alone gives access.
    const without = await create(own, { credentials: stolen })
    t.match((await test(without, own)).checks.at(-1), { name: 'configuration', status: 'failed' })
  })

  t.test('is refused to the source of the demo when that names a host', async (t) => {
    const params = { source_id: DEMO_SHOP_ID }
    for (const host of [connection.host, '127.0.0.1']) {
      await call('updateIntegrationSource', { params, token: demo, body: { configuration: { host } } })
      t.match((await test(DEMO_SHOP_ID, demo)).connection_status, 'failed', host)
    }
    await call('updateIntegrationSource', { params, token: demo, body: { configuration: {} } })
    t.match((await test(DEMO_SHOP_ID, demo)).connection_status, 'connected')
  })

  t.test(
    'accepts no connection without a password, and the role of the shop in the shop database only',
    async (t) => {
      const refused = async (given: Partial<EmbeddedConnection>) => {
        const client = openClient({ ...connection, ...given }, { max: 1 })
        await t.rejects(client`SELECT 1`, { code: /^28(000|P01)$/ }, JSON.stringify(given))
        await client.end({ timeout: 1 })
      }
      for (const password of ['', 'postgres', 'sourcebook', stolen.password]) {
        for (const { user } of [connection, administration]) await refused({ user, password })
      }
      for (const name of ['sourcebook', 'postgres', 'template1']) await refused({ ...stolen, database: name })
      await refused({ user: connection.user, password: connection.password, database: showcase.database })
    },
  )

  t.test('shows the role of the shop nothing but the shop', async (t) => {
    const client = openClient({ ...connection, ...stolen, database: showcase.database }, { max: 1 })
    t.teardown(() => client.end({ timeout: 1 }))
    await client`SET default_transaction_read_only = off`
    const readable =
      await client`SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
      WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege(c.oid, 'SELECT')
        AND nspname NOT IN ('pg_catalog', 'information_schema')`
    t.same(
      readable.map(({ nspname, relname }) => `${nspname}.${relname}`).sort(),
      'customers order_lines orders products revenue_by_month tickets'
        .split(' ')
        .map((name) => `shop.${name}`),
    )
    const denied = '42501'
    const tries: Record<string, string> = {
      'SELECT * FROM pg_authid': denied,
      'SELECT * FROM pg_user_mapping': denied,
      'SELECT * FROM pg_largeobject': denied,
      'SELECT * FROM pg_hba_file_rules': denied,
      "SELECT pg_read_file('PG_VERSION')": denied,
      "SELECT pg_read_binary_file('global/pg_control')": denied,
      "SELECT pg_ls_dir('.')": denied,
      "SELECT pg_stat_file('PG_VERSION')": denied,
      "COPY shop.orders TO PROGRAM 'cat'": denied,
      "COPY shop.orders TO '/tmp/orders'": denied,
      "COPY shop.orders FROM '/etc/passwd'": denied,
      "SELECT lo_import('/etc/passwd')": denied,
      'SELECT lo_create(0)': denied,
      "SELECT lo_from_bytea(0, 'x')": denied,
      'CREATE EXTENSION dblink': '(42501|0A000|58P01)',
      'CREATE EXTENSION postgres_fdw': '(42501|0A000|58P01)',
      'CREATE EXTENSION pg_trgm': denied,
      "CREATE SERVER s FOREIGN DATA WRAPPER f OPTIONS (host '/')": '(42501|42704)',
      'CREATE TABLE shop.mine ()': denied,
      'CREATE TABLE public.mine ()': denied,
      'CREATE TEMPORARY TABLE mine ()': denied,
      'CREATE SCHEMA mine': denied,
      'CREATE DATABASE mine': denied,
      'CREATE ROLE mine': denied,
      'SET ROLE sourcebook': denied,
      'SET ROLE postgres': denied,
      'SET ROLE pg_read_all_data': denied,
      'SET SESSION AUTHORIZATION postgres': denied,
      'ALTER ROLE demo_reader SUPERUSER': denied,
      'ALTER ROLE sourcebook PASSWORD NULL': denied,
      'GRANT pg_read_all_data TO demo_reader': denied,
      "SET temp_file_limit = '-1'": denied,
      "ALTER SYSTEM SET log_statement = 'all'": denied,
      "LOAD '/tmp/library'": denied,
      'DELETE FROM shop.orders': denied,
      'UPDATE shop.products SET price = 0': denied,
      'TRUNCATE shop.tickets': denied,
      'DO $$ BEGIN LOCK TABLE shop.orders IN ACCESS EXCLUSIVE MODE; END $$': denied,
      'SELECT pg_advisory_lock(1)': denied,
      "SELECT pg_notify('a', 'b')": denied,
      'SELECT pg_sleep(1)': denied,
      'SELECT pg_reload_conf()': denied,
      CHECKPOINT: denied,
      'SELECT sourcebook.public.api_tokens': '42P01',
      'TABLE sourcebook.public.api_tokens': '0A000',
    }
    for (const [statement, code] of Object.entries(tries)) {
      await t.rejects(client.unsafe(statement), { code: new RegExp(`^${code}$`) }, statement)
    }
    const other = openClient(connection, { max: 1 })
    t.teardown(() => other.end({ timeout: 1 }))
    const [{ pid }] = await other<[{ pid: number }]>`SELECT pg_backend_pid() AS pid /* a secret of others */`
    const [seen] =
      await client`SELECT query, client_addr, backend_start FROM pg_stat_activity WHERE pid = ${pid}`
    t.match(seen, { query: '<insufficient privilege>', backend_start: null })
    await t.rejects(client`SELECT pg_terminate_backend(${pid})`, { code: denied })
  })
})
