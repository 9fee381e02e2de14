import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import t from 'tap'
import { testFolder } from '../database.ts'
import { introspected } from '../support/introspected.ts'
import { findMariadb, startMariadb } from '../support/mariadb.ts'
import { findSqlite } from '../support/sqlite.ts'

interface Table {
  name: string
  row_count: number | null
}

const byName = <Item extends { name: string }>(items: readonly Item[]) =>
  new Map(items.map((item) => [item.name, item]))

t.test('numbers of PostgreSQL are exact, or marked as estimates', async (t) => {
  const { run, read } = await introspected(
    t,
    `CREATE TABLE readings (read_at date NOT NULL, value int) PARTITION BY RANGE (read_at);
     CREATE TABLE readings_1 PARTITION OF readings FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
     CREATE TABLE readings_2 PARTITION OF readings FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
     CREATE TABLE readings_3 PARTITION OF readings FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');
     CREATE TABLE readings_4 PARTITION OF readings FOR VALUES FROM ('2024-04-01') TO ('2024-05-01');
     INSERT INTO readings SELECT '2024-01-01'::date + n / 547, n FROM generate_series(0, 47999) AS n;
     ANALYZE readings_1; ANALYZE readings_2; ANALYZE readings_3;
     CREATE TABLE events_all (kind text); CREATE TABLE events_1 () INHERITS (events_all); CREATE TABLE events_2 () INHERITS (events_all);
     INSERT INTO events_1 SELECT (ARRAY['a', 'b', 'c'])[n % 3 + 1] FROM generate_series(1, 15000) AS n;
     INSERT INTO events_2 SELECT 'a' FROM generate_series(1, 15000); ANALYZE;
     CREATE TABLE few (ordered_at timestamptz); INSERT INTO few VALUES ('2024-01-01Z'), ('2024-01-03Z');
     CREATE TABLE loaded_later (state text) WITH (autovacuum_enabled = false);
     INSERT INTO loaded_later VALUES ('new'); ANALYZE loaded_later;
     INSERT INTO loaded_later SELECT 'new' FROM generate_series(1, 20000);
     CREATE TABLE grown (ordered_at timestamp, "at" int) WITH (autovacuum_enabled = false);
     INSERT INTO grown SELECT '2024-01-01'::timestamp + n * interval '1 minute', n FROM generate_series(1, 20000) AS n; ANALYZE grown;
     INSERT INTO grown VALUES ('infinity', 1), ('2025-02-03 04:05:06', 2), ('0044-03-15 BC', 3);
     CREATE VIEW seen AS SELECT * FROM grown`,
  )
  t.match(run, { status: 'succeeded', databases: [{ result: { warnings: [] } }] })
  const tables = byName(await read<Table>('/tables'))
  const sampled = { is_sampled: true, sampled_rows: 10_000 }
  for (const [name, want] of Object.entries({
    readings: {
      ...{ row_count: 48_000, is_row_count_estimated: true, ...sampled },
      ...{ earliest_timestamp: '2024-01-01T00:00:00.000Z', latest_timestamp: '2024-03-28T00:00:00.000Z' },
      is_time_range_sampled: false,
    },
    events_all: { row_count: 30_000, is_row_count_estimated: true, ...sampled, is_time_range_sampled: null },
    few: {
      ...{ row_count: 2, is_row_count_estimated: false, is_sampled: false, sampled_rows: 2 },
      is_time_range_sampled: false,
    },
    loaded_later: { row_count: null, is_row_count_estimated: null, ...sampled },
    grown: {
      ...{ row_count: 20_000, is_row_count_estimated: true, ...sampled },
      ...{ earliest_timestamp: '2024-01-01T00:01:00.000Z', latest_timestamp: '2025-02-03T04:05:06.000Z' },
      is_time_range_sampled: false,
    },
    seen: { row_count: null, ...sampled, is_time_range_sampled: true },
  })) {
    t.match(tables.get(name), want, name)
  }
  const columns = byName(await read<{ name: string }>('/columns?limit=1000'))
  t.match(columns.get('at'), { is_sampled: true })
})

const mariadb = await findMariadb()
t.test('numbers of MariaDB', { skip: mariadb ? false : 'there is no MariaDB' }, async (t) => {
  if (!mariadb) return
  const { socketPath, admin } = await startMariadb(t, mariadb)
  await admin(
    'CREATE DATABASE zoo',
    'USE zoo',
    'CREATE TABLE rental (id INT PRIMARY KEY, rental_date DATETIME)',
    `INSERT INTO rental SELECT seq, '2005-05-24' + INTERVAL seq HOUR FROM seq_1_to_16000`,
    `INSERT INTO rental VALUES (0, '0000-00-00'), (16001, '2016-02-14 15:16:03')`,
    'ANALYZE TABLE rental',
  )
  const { run, read } = await introspected(t, {
    connector_type: 'mysql',
    configuration: { host: socketPath },
    credentials: { user: 'root', password: '' },
    databaseName: 'zoo',
    allowed: { hosts: [socketPath] },
  })
  t.match(run, { status: 'succeeded', databases: [{ result: { warnings: [] } }] })
  const tables = byName(await read<Table>('/tables'))
  t.match(tables.get('rental'), {
    ...{ earliest_timestamp: '2005-05-24T01:00:00.000Z', latest_timestamp: '2016-02-14T15:16:03.000Z' },
    ...{ is_time_range_sampled: false, is_row_count_estimated: true, is_sampled: true },
  })
})

const sqlite = findSqlite()
t.test('numbers of SQLite', { skip: sqlite ? false : 'there is no SQLite' }, async (t) => {
  const folder = await testFolder(t)
  const rows = `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 12000)`
  sqlite?.make(
    join(folder, 'zoo.sqlite'),
    'CREATE TABLE orders (ordered_at datetime)',
    `INSERT INTO orders ${rows} SELECT datetime('2024-01-01', '+' || n || ' hours') FROM numbers`,
    `INSERT INTO orders VALUES ('2031-02-03 04:05:06'), (NULL)`,
    'CREATE TABLE mixed (ordered_at datetime)',
    'INSERT INTO mixed SELECT * FROM orders',
    `INSERT INTO mixed VALUES ('2032-02-03'), ('yesterday')`,
  )
  const { run, read } = await introspected(t, {
    connector_type: 'sqlite',
    configuration: { path: folder },
    databaseName: 'zoo',
    allowed: { folder },
  })
  t.match(run, { status: 'succeeded', databases: [{ result: { warnings: [] } }] })
  const tables = byName(await read<Table>('/tables'))
  t.match(tables.get('orders'), {
    earliest_timestamp: '2024-01-01T01:00:00.000Z',
    latest_timestamp: '2031-02-03T04:05:06.000Z',
    is_time_range_sampled: false,
  })
  t.match(tables.get('mixed'), { is_time_range_sampled: true })
})

t.test('numbers of DuckDB', async (t) => {
  const folder = await testFolder(t)
  const instance = await DuckDBInstance.create(join(folder, 'zoo.duckdb'))
  const connection = await instance.connect()
  for (const statement of [
    `CREATE TABLE late AS SELECT DATE '2020-01-01' + (range // 1440)::INTEGER AS sold_at, range // 30000 AS grp FROM range(300000)`,
    `INSERT INTO late VALUES ('infinity', 0), ('0044-03-15 (BC)', 0)`,
  ]) {
    await connection.run(statement)
  }
  connection.closeSync()
  instance.closeSync()
  const { run, read } = await introspected(t, {
    connector_type: 'duckdb',
    configuration: { path: folder },
    databaseName: 'zoo',
    allowed: { folder },
  })
  t.match(run, { status: 'succeeded', databases: [{ result: { warnings: [] } }] })
  const tables = byName(await read<Table>('/tables'))
  t.match(tables.get('late'), {
    ...{ row_count: 300_002, is_row_count_estimated: true, is_sampled: true },
    ...{ earliest_timestamp: '2020-01-01T00:00:00.000Z', latest_timestamp: '2020-07-27T00:00:00.000Z' },
    is_time_range_sampled: false,
  })
  const columns = byName(await read<{ name: string }>('/columns'))
  t.match(columns.get('grp'), { approx_distinct_count: 10 })
})
