import t from 'tap'
import { foundJoins } from '../support/found-joins.ts'

t.test('a key that all partitions declare counts for the whole table', async (t) => {
  const { keys, relationships } = await foundJoins(
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

t.test('tables that inherit from each other are not references', async (t) => {
  const { relationships } = await foundJoins(
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
