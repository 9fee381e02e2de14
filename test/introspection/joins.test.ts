import { join } from 'node:path'
import t from 'tap'
import { testFolder } from '../database.ts'
import { foundJoins } from '../support/found-joins.ts'
import { findSqlite } from '../support/sqlite.ts'

t.test('a run finds keys of two columns, and codes, without any declared key', async (t) => {
  const { relationships, evidence } = await foundJoins(
    t,
    `CREATE TABLE airports (faa text, title text, latitude float8);
     INSERT INTO airports SELECT chr(65 + n % 26) || chr(65 + n / 26 % 26) || chr(65 + n / 676), 'Airport ' || n, n / 7.0
       FROM (SELECT g * 12 % 17576 AS n FROM generate_series(1, 1450) g) s;
     CREATE TABLE weather (origin text, time_hour timestamptz, wind float8);
     INSERT INTO weather SELECT faa, timestamptz '2013-01-01Z' + h * interval '1 hour', h / 3.0
       FROM (SELECT faa FROM airports ORDER BY title LIMIT 6) a, generate_series(1, 400) h;
     CREATE TABLE flights (flight int, origin text, dest text, time_hour timestamptz, password text);
     INSERT INTO flights SELECT n % 90, (SELECT array_agg(DISTINCT origin) FROM weather)[n % 6 + 1],
       (SELECT array_agg(faa ORDER BY title) FROM airports)[n % 80 + 1], timestamptz '2013-01-01Z' + (n % 400 + 1) * interval '1 hour', 'x' || n
       FROM generate_series(1, 3000) n`,
  )
  t.strictSame(relationships, [
    'flights.dest > airports.faa INFERRED SUGGESTED',
    'flights.origin > airports.faa INFERRED SUGGESTED',
    'flights.origin > weather.origin INFERRED SUGGESTED',
    'flights.time_hour > weather.time_hour INFERRED SUGGESTED',
    'weather.origin > airports.faa INFERRED SUGGESTED',
  ])
  t.ok(
    evidence.some(
      (each) =>
        JSON.stringify(each?.composite) === '{"to":["origin","time_hour"],"from":["origin","time_hour"]}',
    ),
  )
})

const sqlite = findSqlite()
const skip = sqlite ? false : 'neither node:sqlite nor better-sqlite3 is here'
if (!sqlite && process.env.CI === 'true') throw new Error(`In CI nothing is skipped, but ${skip}`)

t.test('untyped columns of SQLite are matched by their values', { skip }, async (t) => {
  if (!sqlite) return
  const folder = await testFolder(t)
  sqlite.make(
    join(folder, 'undeclared.sqlite'),
    `CREATE TABLE customers (customer_id, title);
     CREATE TABLE orders (order_id, customer_id, amount);
     CREATE TABLE strangers (stranger_id ANY, customer_id ANY) STRICT;
     WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 60)
       INSERT INTO customers SELECT n, 'Customer ' || n FROM n;
     WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 300)
       INSERT INTO orders SELECT n + 1000, n % 50 + 1, n * 1.5 FROM n;
     WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 300)
       INSERT INTO strangers SELECT 'S' || n, 'other ' || n FROM n`,
  )
  const { relationships } = await foundJoins(t, 'SELECT 1', { folder, file: 'undeclared' })
  t.strictSame(relationships, ['orders.customer_id > customers.customer_id INFERRED SUGGESTED'])
})
