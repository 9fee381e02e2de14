import { createRequire } from 'node:module'
import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import t from 'tap'
import { openClient } from '../../src/db/client.ts'
import * as schema from '../../src/db/schema.ts'
import { packageRoot } from '../../src/package-root.ts'
import { runOnServer, type TestConnection, testDatabase } from '../database.ts'

// Its ES module build does not load under Node: it asks for `require`.
const { generateDrizzleJson, generateMigration }: typeof import('drizzle-kit/api') = createRequire(
  import.meta.url,
)('drizzle-kit/api')

/** Everything in which a migration could differ from the schema. */
const catalog = `
  SELECT 'column' AS kind, attrelid::regclass::text AS of, attname::text AS name,
    concat_ws(' ', format_type(atttypid, atttypmod), (SELECT collname FROM pg_collation WHERE oid = attcollation),
      attnotnull, attgenerated, pg_get_expr(adbin, adrelid)) AS definition
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'r' AND relnamespace = 'public'::regnamespace
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
  UNION ALL
  SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  ORDER BY 1, 2, 3`

const readMigrations = () =>
  readMigrationFiles({ migrationsFolder: join(packageRoot, 'drizzle') }).flatMap(({ sql }) => sql)

async function readCatalog(connection: TestConnection, statements: readonly string[] = []) {
  const client = openClient(connection, { max: 1 })
  try {
    for (const statement of statements) await client.unsafe(statement)
    return [...(await client.unsafe(catalog))]
  } finally {
    await client.end({ timeout: 5 })
  }
}

t.test('the migrations create exactly the tables, constraints and indexes of the schema', async (t) => {
  const migrated = await testDatabase(t)
  const described = { ...migrated, database: `${migrated.database}_described` }
  t.teardown(() => runOnServer(migrated, `DROP DATABASE IF EXISTS ${described.database} WITH (FORCE)`))
  await runOnServer(migrated, `DROP DATABASE IF EXISTS ${described.database} WITH (FORCE)`)
  await runOnServer(
    migrated,
    `CREATE DATABASE ${described.database} TEMPLATE template0 OWNER ${migrated.user}`,
  )
  // Indexes may use immutable functions, which the schema does not describe.
  const functions = readMigrations().filter((statement) =>
    /^(--.*\n)*CREATE (EXTENSION|FUNCTION .* IMMUTABLE)/.test(statement.trim()),
  )
  const statements = await generateMigration(generateDrizzleJson({}), generateDrizzleJson(schema))

  const fromSchema = await readCatalog(described, [...functions, ...statements])
  t.ok(fromSchema.length > 60, 'the comparison is not empty')
  t.strictSame(await readCatalog(migrated), fromSchema)
})

/** Tables for the whole database: small ones, which each node of a distributed database has. */
const ofNobody = ['change_epochs']

t.test('every table belongs to an organization: its keys and foreign keys contain the id', async (t) => {
  const rows = await readCatalog(await testDatabase(t))
  const keys = rows.filter(
    ({ kind, of, definition }) =>
      kind === 'constraint' &&
      !['organizations', ...ofNobody].includes(of) &&
      /^(PRIMARY KEY|UNIQUE|FOREIGN KEY)/.test(definition),
  )
  t.ok(keys.length >= 6)
  for (const { name, definition } of keys) t.match(definition, /^[A-Z ]+ \(organization_id\b/, name)
})
