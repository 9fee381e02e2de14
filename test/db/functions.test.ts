import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Test } from 'tap'
import t from 'tap'
import { openClient } from '../../src/db/client.ts'
import { installFunctions } from '../../src/db/functions.ts'
import { migrate, newestMigration } from '../../src/db/migrate.ts'
import { packageRoot } from '../../src/package-root.ts'
import { runOnServer, type TestConnection, testDatabase, testFolder } from '../database.ts'

const silent = { info: () => undefined }
const folder = join(packageRoot, 'drizzle')
const times = readMigrationFiles({ migrationsFolder: folder }).map(({ folderMillis }) => folderMillis)

/** Everything that migrations and `drizzle/functions` create. */
const catalog = `
  SELECT 'function' AS kind, oid::regprocedure::text AS name, pg_get_functiondef(oid) AS definition FROM pg_proc
  WHERE pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
  UNION ALL
  SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL
  SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace
  UNION ALL
  SELECT 'index', tablename || '.' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT 'column', attrelid::regclass || '.' || attname, concat_ws(' ', format_type(atttypid, atttypmod), attnotnull,
    attgenerated, attcollation::regcollation, pg_get_expr(adbin, adrelid))
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'r' AND relnamespace = 'public'::regnamespace
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE attnum > 0 AND NOT attisdropped
  ORDER BY 1, 2`

interface Entry {
  kind: string
  name: string
  definition: string
}

function clientOf(t: Pick<Test, 'teardown'>, connection: TestConnection) {
  const client = openClient(connection, { max: 1 })
  t.teardown(() => client.end({ timeout: 5 }))
  return client
}

/** Creates a database with all migrations up to the given one. */
async function databaseUntil(t: Pick<Test, 'teardown'>, until: number): Promise<TestConnection> {
  const connection = await testDatabase(t)
  const { database, user } = connection
  await runOnServer(connection, `DROP DATABASE ${database} WITH (FORCE)`)
  await runOnServer(connection, `CREATE DATABASE ${database} TEMPLATE template0 OWNER ${user}`)
  await migrate(connection, silent, { until })
  return connection
}

t.test('upgrading a database of any earlier version gives the schema of a new one', async (t) => {
  const read = async (connection: TestConnection) =>
    [...(await clientOf(t, connection).unsafe(catalog))] as unknown as Entry[]
  const fresh = await read(await testDatabase(t))
  for (const kind of ['function', 'trigger', 'constraint', 'index', 'column']) {
    t.ok(fresh.filter((entry) => entry.kind === kind).length > 20, kind)
  }
  for (const until of times.slice(0, -1)) {
    const connection = await databaseUntil(t, until)
    await migrate(connection, silent)
    t.strictSame(await read(connection), fresh, `from migration ${times.indexOf(until)}`)
  }
})

/** Lists the parts of a schema that cannot be distributed by organization. */
async function readBreaches(connection: TestConnection, t: Pick<Test, 'teardown'>): Promise<string[]> {
  const client = clientOf(t, connection)
  const tables =
    await client`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`
  const another = new RegExp(
    `(?:FROM|JOIN|INTO|UPDATE|USING|,)\\s+(${tables.map(({ relname }) => relname).join('|')})\\b`,
    'i',
  )
  const triggers = await client`SELECT DISTINCT tgfoid::regproc::text AS name, prosrc AS body
    FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgoldtable IS NOT NULL OR tgnewtable IS NOT NULL`
  const joins = triggers.filter(({ body }) =>
    String(body)
      .split(';')
      .filter((statement) => /\b(new|old)_rows\b/.test(statement))
      // The variables of a SELECT … INTO may be called as tables are.
      .map((statement) => statement.replace(/(?<!INSERT\s+)\bINTO\s+\w+(\s*,\s*\w+)*/g, ''))
      .some((statement) => another.test(statement)),
  )
  const cascades = await client`SELECT conname AS name FROM pg_constraint
    WHERE contype = 'f' AND confupdtype <> 'a' AND connamespace = 'public'::regnamespace
      AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey) AND attname = 'organization_id')`
  return [...joins, ...cascades].map(({ name }) => String(name)).sort()
}

t.test('triggers and foreign keys can be distributed by organization', async (t) => {
  t.strictSame(await readBreaches(await testDatabase(t), t), [])
  // These were the first ones that the test found.
  const before = await readBreaches(await databaseUntil(t, times[22] as number), t)
  const expected = [
    'columns_changes',
    'columns_descriptions',
    'columns_structure_of_whole',
    'relationships_to_column',
  ]
  t.strictSame(
    expected.filter((name) => !before.includes(name)),
    [],
  )
})

t.test('definitions that a version removed are dropped, and changed ones are replaced', async (t) => {
  const client = clientOf(t, await testDatabase(t))
  const definitions = await testFolder(t)
  await mkdir(join(definitions, 'functions'))
  const write = (name: string, text: string) => writeFile(join(definitions, name), text)
  const install = (haveTablesChanged = false) =>
    client.begin((session) => installFunctions(session, definitions, { haveTablesChanged }))
  const triggers = async () =>
    (await client`SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`).map(
      ({ tgname }) => tgname,
    )
  const functions = async () =>
    (
      await client`SELECT oid::regprocedure::text AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      AND proname LIKE 'my_%' ORDER BY 1`
    ).map(({ name }) => name)

  await client`CREATE FUNCTION my_own() RETURNS integer LANGUAGE sql AS 'SELECT 1'`
  await write(
    'functions/one.sql',
    'CREATE OR REPLACE FUNCTION my_number(a text) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
  )
  await write(
    'functions/two.sql',
    'CREATE OR REPLACE FUNCTION my_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
  )
  // The search has indexes on these.
  await write('functions/search.sql', await readFile(join(folder, 'functions/search_text.sql'), 'utf8'))
  const trigger = (name: string) =>
    `CREATE OR REPLACE TRIGGER ${name} BEFORE UPDATE ON tables FOR EACH ROW EXECUTE FUNCTION my_trigger();`
  await write('triggers.sql', trigger('first') + trigger('second'))
  await install()
  t.strictSame(await triggers(), ['first', 'second'], 'the triggers of the previous version are dropped')
  t.strictSame(await functions(), ['my_number(text)', 'my_own()', 'my_trigger()'])
  t.equal((await client`SELECT FROM pg_proc WHERE proname = 'keep_changes'`).length, 0)

  await client`DROP TRIGGER first ON tables`
  await install()
  t.strictSame(await triggers(), ['second'], 'nothing is done while the definitions are the same')
  await install(true)
  t.strictSame(await triggers(), ['first', 'second'], 'they are installed again when tables have changed')

  await write(
    'functions/one.sql',
    'CREATE OR REPLACE FUNCTION my_number(a uuid) RETURNS text LANGUAGE sql AS $$ SELECT $$$$',
  )
  await t.rejects(install(), 'a definition that is wrong')
  t.strictSame(await functions(), ['my_number(text)', 'my_own()', 'my_trigger()'], 'nothing has changed')
  await write(
    'functions/one.sql',
    "CREATE OR REPLACE FUNCTION my_number(a uuid) RETURNS text LANGUAGE sql AS $$ SELECT '1' $$",
  )
  await write('triggers.sql', trigger('second'))
  await install()
  t.strictSame(await triggers(), ['second'])
  t.strictSame(await functions(), ['my_number(uuid)', 'my_own()', 'my_trigger()'], 'a signature changed')
})

t.test('a process of an older version does not replace the functions of a newer one', async (t) => {
  const connection = await testDatabase(t)
  const client = clientOf(t, connection)
  await client`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('', ${newestMigration() + 1})`
  await client`UPDATE drizzle.__functions SET hash = 'newer'`
  await t.rejects(migrate(connection, silent), { message: /newer version/ })
  t.strictSame([...(await client`SELECT hash FROM drizzle.__functions`)], [{ hash: 'newer' }])
})
