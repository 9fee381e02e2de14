import t from 'tap'
import { introspected } from '../support/introspected.ts'
import { findMysql, startMysql } from '../support/mysql.ts'

interface Item {
  name: string
  is_active: boolean
}

const byName = <Named extends Item>(items: readonly Named[]) =>
  new Map(items.map((item) => [item.name, item]))
const resultOf = (run: object) =>
  (
    run as {
      databases: { result: { warnings: string[]; incomplete_schemas: string[]; retired_tables: unknown[] } }[]
    }
  ).databases[0]?.result

const installed = findMysql()
const skip = installed
  ? false
  : 'there is no MySQL in TEST_MYSQL_FOLDER (test/mysql/install puts one there); MariaDB is tested in any case'

t.test('features of MySQL that MariaDB does not have', { skip }, async (t) => {
  if (!installed) return
  const { socketPath, admin } = await startMysql(t, installed)
  await admin(
    'CREATE DATABASE sales',
    'USE sales',
    `CREATE TABLE zoo (media enum('print','web','radio'), shape set('point','range','plain'), rating tinyint(1), active tinyint(1), made year)`,
    'SET SESSION cte_max_recursion_depth = 100000',
    `INSERT INTO zoo WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 40)
       SELECT 1 + n % 3, 'point,range', n % 6, n % 2, 1990 + n % 20 FROM numbers`,
    'CREATE TABLE close_to (id INT PRIMARY KEY, embedding VECTOR(3))',
    'INSERT INTO close_to VALUES (1, NULL), (2, NULL)',
    'CREATE TABLE stale (state VARCHAR(10)) STATS_AUTO_RECALC = 0, STATS_PERSISTENT = 1',
    'ANALYZE TABLE stale',
    `INSERT INTO stale WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 30000)
       SELECT ELT(1 + n % 3, 'new', 'paid', 'sent') FROM numbers`,
    'CREATE TABLE orders (id INT, total INT)',
    'CREATE VIEW seen AS SELECT id, total FROM orders',
    'CREATE TABLE hidden (id INT)',
    `CREATE USER reader@localhost IDENTIFIED BY 's3cret-word'`,
    'GRANT SELECT, SHOW VIEW ON *.* TO reader@localhost',
  )
  const { run, again, read } = await introspected(t, {
    connector_type: 'mysql',
    configuration: { host: socketPath },
    credentials: { user: 'reader', password: 's3cret-word' },
    databaseName: 'sales',
    allowed: { hosts: [socketPath] },
  })
  t.match(run, { status: 'succeeded' }, JSON.stringify(run))
  t.strictSame(resultOf(run)?.warnings, [
    'close_to: profiled without columns that cannot be read: embedding.',
  ])
  const columns = byName(await read<Item>('/columns'))
  for (const [name, want] of Object.entries({
    media: { semantic_type: 'category' },
    shape: { semantic_type: 'category' },
    rating: { semantic_type: 'number' },
    active: { semantic_type: 'boolean' },
    made: { semantic_type: 'number' },
    state: { distinct_pct: 0.03 },
  })) {
    t.match(columns.get(name), want, name)
  }
  t.match(byName(await read<Item>('/tables')).get('stale'), { row_count: null })

  await admin(
    'RENAME TABLE sales.orders TO sales.orders_old',
    'REVOKE SELECT ON sales.* FROM reader@localhost',
    ...['zoo', 'close_to', 'stale', 'orders_old', 'seen'].map(
      (table) => `GRANT SELECT, SHOW VIEW ON sales.${table} TO reader@localhost`,
    ),
  )
  const result = resultOf(await again())
  t.strictSame(result?.incomplete_schemas, ['(no schema): permission_denied'])
  t.strictSame(result?.retired_tables, [], 'what a partial revoke hides is not retired')
  const tables = byName(await read<Item>('/tables'))
  t.match(tables.get('hidden'), { is_active: true })
  const seen = await read<Item>(`/tables/${(tables.get('seen') as unknown as { id: string }).id}/columns`)
  t.strictSame(
    seen.map(({ is_active }) => is_active),
    [true, true],
    'a broken view keeps its columns',
  )
})
