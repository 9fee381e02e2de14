import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { startInstanceWithWorkers } from '../support/instance-with-workers.ts'

interface Relationship {
  type: string
  status: string
  score: number | null
  from: string
  to: string
}

/** Introspects a database that holds what the statements make; answers with its relationships and its keys. */
async function introspected(t: Test, statements: string) {
  const { url, own, connection, database } = await startInstanceWithWorkers(t, statements)
  const request = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${url}/api/integration-sources${path}`, {
      method,
      headers: { authorization: `Bearer ${own.admin}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    t.ok(answer.ok, `${method} ${path}: ${answer.status}`)
    return (await answer.json()) as Answer
  }
  const { host, port, user } = connection
  const source = await request<{ id: string }>('POST', '', {
    ...{ name: 'Own', source_type: 'database', connector_type: 'postgresql' },
    configuration: { host, port, database, tls: { mode: 'disable' } },
    credentials: { user },
  })
  const place = `/${source.id}`
  await request('PUT', `${place}/databases/by-name/${database}`, {})
  let run = await request<{ id: string; status: string }>('POST', `${place}/introspection-runs`, {
    profile: true,
  })
  while (['queued', 'running'].includes(run.status)) {
    await sleep(100)
    run = await request('GET', `${place}/introspection-runs/${run.id}`)
  }
  t.match(run, { status: 'succeeded' })
  const tables = await request<{ id: string; name: string }[]>('GET', `${place}/tables`)
  const names = new Map(tables.map(({ id, name }) => [id, name]))
  const columns = await request<{ id: string; name: string; table_id: string; is_primary_key: boolean }[]>(
    'GET',
    `${place}/columns`,
  )
  const nameOf = ({ table_id, name }: { table_id: string; name: string }) => `${names.get(table_id)}.${name}`
  const found = await request<
    (Omit<Relationship, 'from' | 'to'> & {
      from_column_id: string
      to_table_id: string
      to_column_name: string
    })[]
  >('GET', `${place}/relationships`)
  return {
    keys: columns
      .filter((column) => column.is_primary_key)
      .map(nameOf)
      .sort(),
    relationships: found
      .map(({ type, status, from_column_id, to_table_id, to_column_name }) => {
        const from = columns.find(({ id }) => id === from_column_id)
        return `${from && nameOf(from)} > ${names.get(to_table_id)}.${to_column_name} ${type} ${status}`
      })
      .sort(),
  }
}

t.test('what all partitions declare is declared of the whole', async (t) => {
  const { keys, relationships } = await introspected(
    t,
    `CREATE TABLE shops (id int PRIMARY KEY); INSERT INTO shops VALUES (1), (2);
     CREATE TABLE clerks (id int PRIMARY KEY); INSERT INTO clerks VALUES (1), (2);
     CREATE TABLE tills (id int NOT NULL, shop_id int NOT NULL, clerk_id int, at date NOT NULL) PARTITION BY RANGE (at);
     CREATE TABLE tills_2023 (at date NOT NULL, clerk_id int, shop_id int NOT NULL, gone int, id int NOT NULL);
     ALTER TABLE tills_2023 DROP COLUMN gone;
     ALTER TABLE tills ATTACH PARTITION tills_2023 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
     CREATE TABLE tills_2024 PARTITION OF tills FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY RANGE (at);
     CREATE TABLE tills_2024_1 PARTITION OF tills_2024 FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');
     CREATE TABLE tills_2024_2 PARTITION OF tills_2024 FOR VALUES FROM ('2024-07-01') TO ('2025-01-01');
     ALTER TABLE tills ADD FOREIGN KEY (clerk_id) REFERENCES clerks;
     ALTER TABLE tills_2023 ADD PRIMARY KEY (id), ADD FOREIGN KEY (shop_id) REFERENCES shops;
     ALTER TABLE tills_2024_1 ADD PRIMARY KEY (id);
     ALTER TABLE tills_2024_2 ADD PRIMARY KEY (id);
     ALTER TABLE tills_2024 ADD FOREIGN KEY (shop_id) REFERENCES shops;
     INSERT INTO tills SELECT n, n % 2 + 1, n % 2 + 1, '2023-05-05'::date + n FROM generate_series(1, 500) n;

     CREATE TABLE crates (id int NOT NULL, shop_id int NOT NULL) PARTITION BY LIST (id);
     CREATE TABLE crates_1 PARTITION OF crates FOR VALUES IN (1);
     CREATE TABLE crates_2 PARTITION OF crates FOR VALUES IN (2);
     ALTER TABLE crates_1 ADD PRIMARY KEY (id), ADD FOREIGN KEY (shop_id) REFERENCES shops;
     ALTER TABLE crates_2 ADD PRIMARY KEY (shop_id);
     INSERT INTO crates VALUES (1, 1), (2, 2);
     CREATE TABLE lone (id int, PRIMARY KEY (id)) PARTITION BY LIST (id)`,
  )
  t.strictSame(keys, ['clerks.id', 'lone.id', 'shops.id', 'tills.id'])
  t.strictSame(relationships, [
    'crates.shop_id > shops.id INFERRED SUGGESTED',
    'tills.clerk_id > clerks.id FOREIGN_KEY APPROVED',
    'tills.shop_id > shops.id FOREIGN_KEY APPROVED',
  ])
})

t.test('tables that inherit are no references to each other', async (t) => {
  const { relationships } = await introspected(
    t,
    `CREATE TABLE customers (id serial PRIMARY KEY, city text); INSERT INTO customers (city) SELECT 'x' FROM generate_series(1, 30);
     CREATE TABLE payments (payment_id serial PRIMARY KEY, customer_id int, code text UNIQUE);
     CREATE TABLE payments_2007 (PRIMARY KEY (payment_id)) INHERITS (payments);
     CREATE TABLE payments_2008 (PRIMARY KEY (payment_id)) INHERITS (payments);
     CREATE TABLE payments_2008_may (PRIMARY KEY (payment_id)) INHERITS (payments_2008);
     INSERT INTO payments (customer_id, code) SELECT n % 30 + 1, 'P' || n FROM generate_series(1, 20) n;
     INSERT INTO payments_2007 (customer_id, code) SELECT n % 30 + 1, 'P' || n FROM generate_series(1, 100) n;
     INSERT INTO payments_2008 (customer_id, code) SELECT n % 30 + 1, 'P' || n FROM generate_series(1, 100) n;
     INSERT INTO payments_2008_may (customer_id, code) SELECT n % 30 + 1, 'P' || n FROM generate_series(1, 100) n;
     CREATE TABLE refunds (id serial PRIMARY KEY, payment_id int);
     INSERT INTO refunds (payment_id) SELECT n FROM generate_series(1, 20) n`,
  )
  t.strictSame(relationships, [
    'payments.customer_id > customers.id INFERRED SUGGESTED',
    'payments_2007.customer_id > customers.id INFERRED SUGGESTED',
    'payments_2008.customer_id > customers.id INFERRED SUGGESTED',
    'payments_2008_may.customer_id > customers.id INFERRED SUGGESTED',
    'refunds.payment_id > payments.payment_id INFERRED SUGGESTED',
  ])
})
