import { createRequire } from 'node:module'
import { join } from 'node:path'
import t from 'tap'
import { loadDriver, sqliteDriver } from '../../../src/introspection/connectors/sqlite/driver.ts'
import type { OpenSqliteFile, SqliteError } from '../../../src/introspection/connectors/sqlite/file.ts'
import { testFolder } from '../../database.ts'
import { nodeSqlite } from '../../support/node-sqlite.ts'
import { findSqlite } from '../../support/sqlite.ts'

const load = createRequire(import.meta.url)
const missing = () => {
  throw new Error('not installed')
}
const sqlite = findSqlite()
const skip = sqlite ? false : 'neither node:sqlite nor better-sqlite3 is here; their drivers are not tested'

/** Both drivers, if this machine has them. */
async function drivers(): Promise<[name: string, open: OpenSqliteFile][]> {
  const node = loadDriver({ isBuiltin: () => true, load: nodeSqlite })
  const { available } = await sqliteDriver({ isBuiltin: () => false, load })
  return [
    ['node:sqlite', node],
    ...(available ? [['better-sqlite3', loadDriver({ isBuiltin: () => false, load })] as const] : []),
  ].map(([name, open]) => [name as string, open as OpenSqliteFile])
}

t.test('both SQLite drivers read the same', { skip }, async (t) => {
  const path = join(await testFolder(t), 'values.sqlite')
  sqlite?.make(
    path,
    'CREATE TABLE t (i INTEGER PRIMARY KEY, x)',
    `INSERT INTO t (x) VALUES (9007199254740993), (-9223372036854775808), (1), (1.5), (9e999), (NULL), (x'00ff'), ('🍪'),
      (CAST(x'61ff62' AS TEXT))`,
    'CREATE VIEW breaks AS SELECT x FROM t UNION ALL SELECT abs(-9223372036854775808)',
  )
  for (const [name, open] of await drivers()) {
    const file = open(path)
    const codeOf = (work: () => unknown) => {
      try {
        return `read ${work()}`
      } catch (error) {
        const { code, message } = error as SqliteError
        return `${code}: ${message}`
      }
    }
    const statement = file.prepare('SELECT x, typeof(x) AS kind FROM t')
    const exact = [...statement.rows()].map(([x]) => (x instanceof Uint8Array ? [...x] : x))
    t.strictSame(
      exact,
      [
        9007199254740993n,
        -9223372036854775808n,
        1n,
        1.5,
        Number.POSITIVE_INFINITY,
        null,
        [0, 255],
        '🍪',
        'a\ufffdb',
      ],
      name,
    )
    t.strictSame(
      statement
        .all()
        .slice(0, 3)
        .map(([x]) => x),
      [Number(9007199254740993n), Number(-9223372036854775808n), 1],
      `${name}: as numbers`,
    )
    t.strictSame(file.prepare('SELECT x FROM t WHERE x = CAST(? AS REAL)').all('1.5'), [[1.5]])
    const [first] = statement.rows()
    t.same(first?.[1], 'integer', `${name}: stops at a row`)
    t.equal(
      codeOf(() => file.exec('DELETE FROM t')),
      'SQLITE_READONLY: attempt to write a readonly database',
    )
    t.equal(
      codeOf(() => file.prepare('SELECT x FROM gone')),
      'SQLITE_ERROR: no such table: gone',
    )
    t.match(
      codeOf(() => file.prepare('SELECT "text"').all()),
      /^SQLITE_ERROR: no such column: "text"/,
    )
    t.equal(
      codeOf(() => [...file.prepare('SELECT x FROM breaks').rows()]),
      'SQLITE_ERROR: integer overflow',
    )
    t.equal(
      codeOf(() => file.prepare('SELECT x FROM breaks').all()),
      'SQLITE_ERROR: integer overflow',
    )
    t.match(
      codeOf(() => file.prepare("SELECT load_extension('x')").all()),
      /^SQLITE_ERROR/,
    )
    t.equal(
      codeOf(() => open(join(path, 'gone'))),
      'SQLITE_CANTOPEN: unable to open database file',
    )
    file.close()
  }
})

t.test('a missing SQLite driver is known before a file is read', async (t) => {
  t.strictSame(await sqliteDriver({ isBuiltin: () => true, load: missing }), {
    available: true,
    name: 'node:sqlite',
  })
  const none = { isBuiltin: () => false, load: missing }
  t.match(await sqliteDriver(none), {
    available: false,
    name: 'better-sqlite3',
    reason: /Node 22\.13 .* npm ci/,
  })
  t.throws(() => loadDriver(none), {
    reason: 'unsupported',
    message: /cannot read SQLite .* better-sqlite3 /,
  })
  t.type((await sqliteDriver()).available, 'boolean')
})
