import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import t from 'tap'
import { testFolder } from '../database.ts'
import { introspected } from '../support/introspected.ts'
import { findMariadb, startMariadb } from '../support/mariadb.ts'
import { findSqlite } from '../support/sqlite.ts'

interface Column {
  name: string
  table_id: string
  data_type: string
  is_nullable: boolean
  semantic_type: string | null
  role: string | null
  approx_distinct_count: number | null
}

/** The columns by name; each table of a test has other names. */
const byName = (columns: readonly Column[]) => new Map(columns.map((column) => [column.name, column]))

t.test('domains and enums of PostgreSQL have the types that they are based on', async (t) => {
  const { run, read } = await introspected(
    t,
    `CREATE SCHEMA maintenance;
     CREATE TYPE maintenance.grade AS ENUM ('good', 'bad', 'worse');
     CREATE TYPE complaint_status AS ENUM ('open', 'closed');
     CREATE TYPE "int" AS ENUM ('one', 'two');
     CREATE TYPE pair AS (point int, text text);
     CREATE DOMAIN must AS integer NOT NULL; CREATE DOMAIN must_too AS must;
     CREATE DOMAIN label AS varchar(20); CREATE DOMAIN "Name" AS label; CREATE DOMAIN graded AS maintenance.grade;
     CREATE TABLE zoo (grade maintenance.grade, status complaint_status, quoted public."int", composite pair, xml_text xml, path jsonpath,
       given_name label, family "Name", stars must_too DEFAULT 1, graded graded, years int4range, wei numeric(40, 0));
     INSERT INTO zoo SELECT (ARRAY['good', 'bad']::maintenance.grade[])[n % 2 + 1], 'open', 'one', '(1,x)'::pair, '<a/>', '$.a', 'Ann' || n, 'Lee' || n,
       n % 4, 'bad', '[1,3]', 12345678901234567890123456789012345678 + n FROM generate_series(1, 40) AS n;
     CREATE DOMAIN customer_ref AS bigint;
     CREATE TABLE customers (id customer_ref PRIMARY KEY, email_text text);
     CREATE TABLE invoices (invoice_no bigint PRIMARY KEY, customer_id customer_ref);
     INSERT INTO customers SELECT n, 'x' FROM generate_series(1, 100) AS n;
     INSERT INTO invoices SELECT n, n % 100 + 1 FROM generate_series(1, 500) AS n`,
  )
  t.match(run, { status: 'succeeded' })
  const columns = byName(await read<Column>('/columns'))
  for (const [name, want] of Object.entries({
    grade: { data_type: 'maintenance.grade', semantic_type: 'category', role: 'dimension' },
    status: { data_type: 'public.complaint_status', semantic_type: 'category' },
    quoted: { semantic_type: 'category' },
    composite: { semantic_type: null },
    xml_text: { semantic_type: null },
    path: { semantic_type: null },
    given_name: { data_type: 'public.label', semantic_type: 'name' },
    family: { data_type: 'public."Name"', semantic_type: 'free_text' },
    stars: { data_type: 'public.must_too', semantic_type: 'number', is_nullable: false },
    graded: { data_type: 'public.graded', semantic_type: 'category' },
    years: { semantic_type: null },
    wei: { semantic_type: 'number', sample_values: Array },
  })) {
    t.match(columns.get(name), want, name)
  }
  const relationships = await read<{ from_column_name: string; to_column_name: string }>('/relationships')
  t.equal(relationships.length, 1, 'keys over a domain are keys')
})

t.test('names are queried in the spelling of the system', async (t) => {
  const decomposed = 'Cafe\u0301'
  const { run, read, again } = await introspected(
    t,
    `CREATE SCHEMA "${decomposed}";
     CREATE TABLE "${decomposed}"."${decomposed}" ("${decomposed} id" int PRIMARY KEY, plain int);
     INSERT INTO "${decomposed}"."${decomposed}" SELECT n, n FROM generate_series(1, 50) AS n;
     CREATE TABLE twins ("e\u0301" int, "\u00e9" text); INSERT INTO twins VALUES (1, 'x');
     CREATE TABLE "u\u0308" (first int); CREATE TABLE "\u00fc" (second int); INSERT INTO "u\u0308" VALUES (1)`,
  )
  const { databases } = run as unknown as { databases: { result: { warnings: string[] } }[] }
  t.strictSame(databases[0]?.result.warnings, [
    'The column "\u00e9" of "twins" is left out.',
    'public.\u00fc: left out, since another table has the same name in the catalog (Unicode normalization form C).',
  ])
  const tables = await read<{ name: string; schema_name: string; field_null_pct: object }>('/tables')
  const cafe = tables.find(({ name }) => name === 'Caf\u00e9')
  t.match(cafe, { schema_name: 'Caf\u00e9', field_null_pct: { 'Caf\u00e9 id': 0, plain: 0 } })
  const columns = byName(await read<Column>('/columns'))
  t.match(columns.get('Caf\u00e9 id'), { approx_distinct_count: 50, role: 'key' })
  t.match(columns.get('\u00e9'), { data_type: 'integer', approx_distinct_count: 1 })
  t.ok(columns.has('first'))
  t.notOk(columns.has('second'))
  t.match(await again(), { status: 'succeeded', databases: [{ result: { retired_tables: [] } }] })
})

const mariadb = await findMariadb()
t.test(
  'types of MariaDB, in a database whose name is in decomposed form',
  { skip: mariadb ? false : 'there is no MariaDB' },
  async (t) => {
    if (!mariadb) return
    const { socketPath, admin } = await startMariadb(t, mariadb)
    await admin(
      'CREATE DATABASE `zoe\u0301`',
      'USE `zoe\u0301`',
      `CREATE TABLE zoo (media enum('print','web','radio'), format enum('json','csv','xml'), kind enum('uuid','name'), shape set('point','range','plain'),
       rating tinyint(1), active tinyint(1), made year(4), squeezed text COMPRESSED, line linestring)`,
      `INSERT INTO zoo SELECT 1 + seq % 3, 1 + seq % 3, 1 + seq % 2, 'point,range', seq % 6, seq % 2, 1990 + seq % 20, 'x', ST_GeomFromText('LINESTRING(0 0,1 1)') FROM seq_1_to_40`,
    )
    const { run, read } = await introspected(t, {
      connector_type: 'mysql',
      configuration: { host: socketPath },
      credentials: { user: 'root', password: '' },
      // The form that the catalog stores.
      databaseName: 'zo\u00e9',
      allowed: { hosts: [socketPath] },
    })
    t.match(run, { status: 'succeeded' })
    const columns = byName(await read<Column>('/columns'))
    for (const [name, want] of Object.entries({
      media: { semantic_type: 'category' },
      format: { semantic_type: 'category' },
      kind: { semantic_type: 'category' },
      shape: { semantic_type: 'category' },
      rating: { semantic_type: 'number' },
      active: { semantic_type: 'boolean' },
      made: { semantic_type: 'number' },
      squeezed: { data_type: 'text' },
      line: { semantic_type: null },
    })) {
      t.match(columns.get(name), want, name)
    }
  },
)

const sqlite = findSqlite()
t.test('untyped columns of SQLite', { skip: sqlite ? false : 'there is no SQLite' }, async (t) => {
  const folder = await testFolder(t)
  const rows = (count: number) =>
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})`
  sqlite?.make(
    join(folder, 'zoo.sqlite'),
    'CREATE TABLE customers (customer_id, kind, score ANY)',
    `INSERT INTO customers ${rows(40)} SELECT n, CASE n % 2 WHEN 0 THEN 'new' ELSE 'old' END, n / 7.0 FROM numbers`,
    'CREATE TABLE twins ("e\u0301" integer, "\u00e9" text)',
    `INSERT INTO twins VALUES (1, 'x')`,
  )
  const { run, read } = await introspected(t, {
    connector_type: 'sqlite',
    configuration: { path: folder },
    databaseName: 'zoo',
    allowed: { folder },
  })
  t.match(run, { status: 'succeeded' })
  const columns = byName(await read<Column>('/columns'))
  t.match(columns.get('customer_id'), { semantic_type: 'identifier', approx_distinct_count: 40 })
  t.match(columns.get('kind'), { semantic_type: 'category', role: 'dimension' })
  t.match(columns.get('score'), { semantic_type: 'number', role: 'measure' })
  t.match(columns.get('\u00e9'), { data_type: 'INTEGER', approx_distinct_count: 1 })
})

t.test('types of DuckDB', async (t) => {
  const folder = await testFolder(t)
  const instance = await DuckDBInstance.create(join(folder, 'zoo.duckdb'))
  const connection = await instance.connect()
  for (const statement of [
    `CREATE TABLE zoo (kind ENUM('int', 'json', 'uuid'), either UNION(num INTEGER, str VARCHAR), bits BIT, huge HUGEINT)`,
    `INSERT INTO zoo SELECT 'int', 'x', '10101'::BIT, 12345678901234567890123456789012345678 + range FROM range(40)`,
    'CREATE TABLE "Cafe\u0301" (i INTEGER)',
    'INSERT INTO "Cafe\u0301" VALUES (1)',
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
  t.match(run, { status: 'succeeded' })
  const columns = byName(await read<Column>('/columns'))
  t.match(columns.get('kind'), { semantic_type: 'category' })
  t.match(columns.get('either'), { semantic_type: null })
  t.match(columns.get('bits'), { semantic_type: null })
  t.match(columns.get('huge'), { semantic_type: 'number', sample_values: Array })
  t.match(columns.get('i'), { approx_distinct_count: 1 })
})
