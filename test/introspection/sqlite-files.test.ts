import { join } from 'node:path'
import t from 'tap'
import { startInstanceWithFiles } from '../support/instance-with-files.ts'
import { findSqlite } from '../support/sqlite.ts'

const sqlite = findSqlite()
const skip = sqlite ? false : 'neither node:sqlite nor better-sqlite3 is here'

t.test(
  'an unreadable view or module keeps its columns, and other missing ones are retired',
  { skip },
  async (t) => {
    if (!sqlite) return
    const { folder, source } = await startInstanceWithFiles(t)
    const path = join(folder, 'shop.sqlite')
    sqlite.make(
      path,
      ...Array.from({ length: 20 }, (_, index) => `CREATE TABLE kept_${index} (id INTEGER PRIMARY KEY)`),
      'CREATE TABLE sold (id INT, price INT)',
      'CREATE VIEW prices AS SELECT price FROM sold',
    )
    const shop = await source(path, 'sqlite')
    t.match(await shop.run(), { status: 'succeeded', result: { warnings: [], incomplete_schemas: [] } })

    const writer = sqlite.connect(path)
    writer.exec('DROP TABLE sold; PRAGMA writable_schema = ON')
    writer.exec(`INSERT INTO sqlite_schema VALUES
    ('table', 'vectors', 'vectors', 0, 'CREATE VIRTUAL TABLE vectors USING vec0(embedding float[3])')`)
    writer.close()
    const run = await shop.run()
    t.match(run, { status: 'succeeded', result: { retired_tables: ['sold'], incomplete_schemas: [] } })
    t.match(run.result?.warnings, [
      'The columns of "prices" cannot be read: it reads a table or column that does not exist. Known columns are kept.',
      'The columns of "vectors" cannot be read: it needs a module that is not built into SQLite. Known columns are kept.',
    ])
    const tables = await shop.tables()
    const isActive = (name: string) => tables.find((table) => table.name === name)?.is_active
    t.strictSame(['kept_0', 'prices', 'vectors', 'sold'].map(isActive), [true, true, true, false])
    const prices = tables.find(({ name }) => name === 'prices')
    t.match(
      (await shop.columns()).filter((column) => column.table_id === prices?.id),
      [{ name: 'price', is_active: true }],
    )
  },
)

t.test('a collation that only the writer of a file has does not prevent a profile', { skip }, async (t) => {
  if (!sqlite) return
  const { folder, source } = await startInstanceWithFiles(t)
  const path = join(folder, 'collection.sqlite')
  sqlite.make(
    path,
    'CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT)',
    `INSERT INTO notes VALUES (1, 'x'), (2, 'y')`,
  )
  const writer = sqlite.connect(path)
  writer.exec(`PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = 'CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT COLLATE unicase)' WHERE name = 'notes'`)
  writer.close()
  const collection = await source(path, 'sqlite')
  t.match(await collection.run(), { status: 'succeeded', result: { warnings: [], profiled_tables: 1 } })
  t.match(
    (await collection.columns()).find(({ name }) => name === 'title'),
    { null_pct: 0, sample_values: ['x', 'y'] },
  )
})
