import { randomBytes } from 'node:crypto'
import { openClient } from '../db/client.ts'
import type { EmbeddedConnection } from '../db/embedded/instance-lock.ts'
import { passwordVerifier, showcase } from '../db/embedded/roles.ts'
import { DEMO_ORGANIZATION_ID, DEMO_SHOP_ID } from '../identity/demo.ts'
import type { OwnSource } from '../introspection/connectors/settings.ts'

const { database, user } = showcase

/**
 * Rights that PostgreSQL grants to everybody in a new database. The role must not have them: they use space
 * or locks.
 */
const revokeStatement = `DO $$ DECLARE routine regprocedure; BEGIN
  FOR routine IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
    AND proname ~ '^(lo_|lowrite|pg_(try_)?advisory_|pg_notify|pg_sleep)'
  LOOP EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', routine); END LOOP;
END $$`

/** A shop with keys, comments, and a reference without a foreign key. Its values derive from row numbers. */
const fillStatement = `
  CREATE SCHEMA shop;
  CREATE TABLE shop.customers (
    customer_id int PRIMARY KEY, full_name text NOT NULL, email text UNIQUE, country_code char(2) NOT NULL, created_at timestamptz NOT NULL);
  COMMENT ON TABLE shop.customers IS 'One row for each person who registered.';
  COMMENT ON COLUMN shop.customers.email IS 'In lower case; null when the customer asked to be forgotten.';
  CREATE TABLE shop.products (
    product_id int PRIMARY KEY, sku text NOT NULL UNIQUE, name text NOT NULL, category text NOT NULL, price numeric(8,2) NOT NULL);
  COMMENT ON TABLE shop.products IS 'What the shop sells.';
  CREATE TABLE shop.orders (
    order_id int PRIMARY KEY, customer_id int NOT NULL REFERENCES shop.customers, status text NOT NULL, placed_at timestamptz NOT NULL);
  COMMENT ON TABLE shop.orders IS 'One row for each order. Cancelled orders stay.';
  COMMENT ON COLUMN shop.orders.status IS 'Where the order is in its life.';
  CREATE TABLE shop.order_lines (
    order_id int REFERENCES shop.orders, line int, product_id int NOT NULL REFERENCES shop.products, quantity int NOT NULL,
    PRIMARY KEY (order_id, line));
  CREATE TABLE shop.tickets (ticket_id int PRIMARY KEY, customer_id int, subject text NOT NULL, is_open boolean NOT NULL);
  COMMENT ON TABLE shop.tickets IS 'What customers wrote to the support.';
  CREATE VIEW shop.revenue_by_month AS
    SELECT date_trunc('month', placed_at) AS month, sum(quantity * price) AS revenue
    FROM shop.orders JOIN shop.order_lines USING (order_id) JOIN shop.products USING (product_id)
    WHERE status <> 'cancelled' GROUP BY 1;
  INSERT INTO shop.customers SELECT i,
      (ARRAY['Ada','Bela','Chidi','Dora','Emil','Fay','Goro'])[1 + i % 7] || ' ' || (ARRAY['Berg','Costa','Diaz','Evans','Fuchs'])[1 + i % 5],
      CASE WHEN i % 25 > 0 THEN 'customer' || i || '@example.com' END, (ARRAY['DE','FR','JP','BR'])[1 + i % 4],
      '2025-01-01'::timestamptz + i * interval '31 hours'
    FROM generate_series(1, 200) i;
  INSERT INTO shop.products SELECT i, 'SKU-' || lpad(i::text, 5, '0'), (ARRAY['Mug','Lamp','Chair','Desk','Rug'])[1 + i % 5] || ' ' || i,
      (ARRAY['kitchen','light','furniture'])[1 + i % 3], 5 + i * 1.25 FROM generate_series(1, 60) i;
  INSERT INTO shop.orders SELECT i, 1 + i * 7 % 200, (ARRAY['placed','paid','shipped','delivered','cancelled'])[1 + i % 5],
      '2025-06-01'::timestamptz + i * interval '7 hours' FROM generate_series(1, 1000) i;
  INSERT INTO shop.order_lines SELECT o, l, 1 + (o * 11 + l * 17) % 60, 1 + (o + l) % 4
    FROM generate_series(1, 1000) o, generate_series(1, 3) l WHERE l <= 1 + o % 3;
  INSERT INTO shop.tickets SELECT i, CASE WHEN i % 9 > 0 THEN 1 + i * 13 % 200 END,
      (ARRAY['Where is my parcel?','Wrong colour','Invoice, please'])[1 + i % 3], i % 4 = 0 FROM generate_series(1, 300) i;
  ANALYZE shop.customers, shop.products, shop.orders, shop.order_lines, shop.tickets`

/**
 * Creates the demo shop for a new user to introspect, unless it exists: a database on the embedded
 * PostgreSQL, and a role that may only read it. Each start sets another password for the role, which is
 * stored only in memory.
 *
 * @param administration the superuser of the embedded PostgreSQL
 * @returns the connection for the source of the demo organization
 */
export async function ensureShopDatabase(administration: EmbeddedConnection): Promise<OwnSource> {
  const password = randomBytes(32).toString('base64url')
  const settings = { max: 1, connection: { search_path: 'pg_catalog' } }
  const server = openClient({ ...administration }, settings)
  try {
    const [found] = await server<[{ role: boolean; database: boolean }]>`SELECT
      EXISTS (SELECT FROM pg_roles WHERE rolname = ${user}) AS role,
      EXISTS (SELECT FROM pg_database WHERE datname = ${database}) AS database`
    if (!found.role) await server.unsafe(`CREATE ROLE ${user}`)
    await server.unsafe(`ALTER ROLE ${user} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
      CONNECTION LIMIT 10 PASSWORD '${passwordVerifier(password)}'`)
    await server.unsafe(`ALTER ROLE ${user} SET temp_file_limit = '64MB'`)
    if (!found.database) await server.unsafe(`CREATE DATABASE ${database} TEMPLATE template0`)
    await server.unsafe(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`)
    await server.unsafe(`GRANT CONNECT ON DATABASE ${database} TO ${user}`)
  } finally {
    await server.end({ timeout: 5 })
  }
  const shop = openClient({ ...administration, database }, settings)
  try {
    await shop.begin(async (transaction) => {
      await transaction.unsafe(revokeStatement)
      const [isEmpty] = await transaction`SELECT WHERE to_regnamespace('shop') IS NULL`
      if (isEmpty) await transaction.unsafe(fillStatement)
      await transaction.unsafe(
        `GRANT USAGE ON SCHEMA shop TO ${user}; GRANT SELECT ON ALL TABLES IN SCHEMA shop TO ${user}`,
      )
    })
  } finally {
    await shop.end({ timeout: 5 })
  }
  const { host, port } = administration
  return {
    organizationId: DEMO_ORGANIZATION_ID,
    id: DEMO_SHOP_ID,
    configuration: { host, port, database, tls: { mode: 'disable' } },
    credentials: { user, password },
  }
}
