import t from 'tap'
import { introspected } from '../support/introspected.ts'

t.test('times of any year are reported correctly or left out', async (t) => {
  const { run, read, database } = await introspected(
    t,
    `CREATE TABLE mistyped (happened_on date); INSERT INTO mistyped VALUES ('0023-05-06'), ('2024-05-06');
     CREATE TABLE zero (created_at timestamptz); INSERT INTO zero VALUES ('0001-01-01 00:00:00Z');
     CREATE TABLE founding (happened_at timestamptz); INSERT INTO founding VALUES ('0753-04-21 08:00:00 BC'), ('-infinity');
     CREATE TABLE far (expires_at timestamptz); INSERT INTO far VALUES ('infinity'), ('20000-01-01'), ('2024-01-01')`,
  )
  t.match(run, { status: 'succeeded', databases: [{ name: database, status: 'succeeded' }] })
  const tables = await read<{ name: string }>('/tables')
  const times = Object.fromEntries(tables.map((table) => [table.name, table]))
  for (const [name, earliest_timestamp, latest_timestamp] of [
    ['mistyped', '0023-05-06T00:00:00.000Z', '2024-05-06T00:00:00.000Z'],
    ['zero', '0001-01-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'],
    ['founding', null, null],
    ['far', '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z'],
  ] as const) {
    t.match(times[name], { earliest_timestamp, latest_timestamp }, name)
  }
})

t.test('an outdated row estimate makes no column unique', async (t) => {
  const { run, read } = await introspected(
    t,
    `CREATE TABLE loaded_later (customer_no int, state text) WITH (autovacuum_enabled = false);
     INSERT INTO loaded_later SELECT n, 'new' FROM generate_series(1, 50) AS n; ANALYZE loaded_later;
     INSERT INTO loaded_later SELECT n % 500, (ARRAY['new', 'paid', 'sent'])[n % 3 + 1] FROM generate_series(1, 19950) AS n`,
  )
  t.match(run, { status: 'succeeded' })
  const columns = await read<{ name: string; distinct_pct: number }>('/columns')
  for (const { name, distinct_pct } of columns) t.ok(distinct_pct < 6, `${name}: ${distinct_pct} %`)
})

t.test('long values keep their own length, and bytes are counted as bytes', async (t) => {
  const { run, read } = await introspected(
    t,
    `CREATE TABLE mails (body text, attachment bytea);
     INSERT INTO mails SELECT repeat('x', 1500 + n), decode(repeat('ab', 10 + n), 'hex') FROM generate_series(1, 50) AS n;
     CREATE TABLE twins (page text, image bytea);
     INSERT INTO twins SELECT repeat('x', 1500) || lpad(n::text, 2, '0') || repeat('y', 5),
       decode(repeat('ab', 1500) || lpad(n::text, 2, '0') || repeat('cd', 5), 'hex') FROM generate_series(1, 50) AS n;
     CREATE TABLE posts (body text); INSERT INTO posts SELECT repeat('x', 255) || '🍪🍪' FROM generate_series(1, 20)`,
  )
  t.match(run, { status: 'succeeded' })
  const columns = await read<{ name: string; length_stats: object }>('/columns')
  const [body, attachment, post] = ['body', 'attachment', 'body'].map((name, index) =>
    columns.filter((column) => column.name === name).at(index === 2 ? 1 : 0),
  )
  t.match(body, { length_stats: { min: 1501, max: 1550 }, approx_distinct_count: 50 })
  t.match(attachment, { length_stats: { min: 11, max: 60 } })
  for (const name of ['page', 'image']) {
    const twin = columns.find((column) => column.name === name)
    t.match(
      twin,
      { length_stats: { min: name === 'page' ? 1507 : 1506 }, approx_distinct_count: 50 },
      'the same beginning and length',
    )
  }
  t.match(post, { length_stats: { min: 257 }, sample_values: [`${'x'.repeat(255)}🍪🍪`] })
})

t.test('an error in a view is not an error of the connection', async (t) => {
  const codes = ['28000', '08006', '53300', '57P01']
  const { run, read } = await introspected(
    t,
    `${codes
      .map(
        (code) => `CREATE FUNCTION raise_${code}() RETURNS int LANGUAGE plpgsql AS $$
          BEGIN RAISE EXCEPTION 'not signed in' USING ERRCODE = '${code}'; END $$;
        CREATE VIEW a_${code} AS SELECT raise_${code}() AS id;`,
      )
      .join('\n')}
     CREATE TABLE z_last (id int); INSERT INTO z_last VALUES (1)`,
  )
  t.match(run, { status: 'succeeded' })
  const { databases } = run as unknown as { databases: { result: { warnings: string[] } }[] }
  const warnings = databases[0]?.result.warnings.join()
  for (const code of codes) t.match(warnings, `SQLSTATE ${code}`)
  const tables = await read<{ name: string; null_pct_overall: number | null }>('/tables')
  t.match(
    tables.find(({ name }) => name === 'z_last'),
    { null_pct_overall: 0 },
    'the tables after them have a profile',
  )
})

t.test('an unreadable column loses only its own profile', async (t) => {
  const { run, read } = await introspected(
    t,
    `CREATE TABLE half_open (id int, name text, secret text);
     INSERT INTO half_open VALUES (1, 'a', 'b'), (2, 'c', 'd');
     CREATE VIEW one_bad AS SELECT id AS fine, 1 / (id - id) AS bad FROM half_open;
     REVOKE ALL ON half_open FROM CURRENT_USER; GRANT SELECT (id, name) ON half_open TO CURRENT_USER`,
  )
  t.match(run, { status: 'succeeded' })
  const { databases } = run as unknown as { databases: { result: { warnings: string[] } }[] }
  t.strictSame(databases[0]?.result.warnings.sort(), [
    'public.half_open: profiled without columns that cannot be read: secret.',
    'public.one_bad: profiled without columns that cannot be read: bad.',
  ])
  const columns = await read<{ name: string; null_pct: number | null }>('/columns')
  const profiled = columns.filter(({ null_pct }) => null_pct !== null).map(({ name }) => name)
  t.strictSame(profiled.sort(), ['fine', 'id', 'name'])
})

t.test('views find the objects that their functions name', async (t) => {
  const { run, read } = await introspected(
    t,
    `CREATE TABLE rates (rate int); INSERT INTO rates VALUES (7);
     CREATE FUNCTION rate() RETURNS int LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN (SELECT rate FROM rates); END $$;
     CREATE VIEW priced AS SELECT rate() AS current_rate`,
  )
  t.match(run, { status: 'succeeded', databases: [{ result: { warnings: [] } }] })
  const columns = await read<{ name: string; sample_values: string[] }>('/columns')
  t.match(
    columns.find(({ name }) => name === 'current_rate'),
    { sample_values: ['7'] },
  )
})
