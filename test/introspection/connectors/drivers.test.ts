import t from 'tap'
import {
  duckdbDriver,
  logMissingDrivers,
  optionalDrivers,
} from '../../../src/introspection/connectors/drivers.ts'
import { loadEngine } from '../../../src/introspection/connectors/files/load-engine.ts'

const missing = () => {
  throw new Error('not installed')
}

/** Fails as loading a package does. */
const failing = async (message: string, code?: string): Promise<never> => {
  throw Object.assign(new Error(message), code && { code })
}

t.test('missing drivers are logged at start, in one line each', async (t) => {
  t.match(await optionalDrivers(), { duckdb: { available: true, name: '@duckdb/node-api' }, sqlite: {} })
  const lines: unknown[][] = []
  const logger = { warn: (...line: unknown[]) => lines.push(line) }
  logMissingDrivers(logger, {
    duckdb: duckdbDriver(missing),
    sqlite: { available: true, name: 'node:sqlite' },
  })
  t.match(lines, [
    [
      { connector: 'duckdb', driver: '@duckdb/node-api' },
      /no sources of duckdb can be read: .*--omit=optional/,
    ],
  ])
  t.equal(lines.length, 1)
})

t.test('a connector whose engine cannot be loaded is not supported', async (t) => {
  t.type((await loadEngine('duckdb')).openFile, 'function')
  const unsupported = (message: RegExp) => ({ reason: 'unsupported', message })
  const notInstalled = unsupported(/@duckdb\/node-api is not installed.*--omit=optional/)
  const load = (...error: Parameters<typeof failing>) => loadEngine('duckdb', () => failing(...error))
  await t.rejects(
    load(
      `Cannot find package '@duckdb/node-api' imported from /app/duckdb/engine.ts`,
      'ERR_MODULE_NOT_FOUND',
    ),
    notInstalled,
  )
  await t.rejects(
    load(`Cannot find module '@duckdb/node-bindings-linux-x64/duckdb.node'`, 'MODULE_NOT_FOUND'),
    notInstalled,
  )
  await t.rejects(load(`Error loading duckdb native binding: unsupported arch 'riscv64'`), notInstalled)
  await t.rejects(
    load('/app/node_modules/x/duckdb.node: cannot open shared object file', 'ERR_DLOPEN_FAILED'),
    unsupported(/the native part of @duckdb\/node-api does not run on this system/),
  )
})

t.test('another error while loading an engine is not reported as a missing package', async (t) => {
  for (const [load, code] of [
    [
      () => failing(`Cannot find module '/app/duckdb/x.ts'`, 'ERR_MODULE_NOT_FOUND'),
      /\(ERR_MODULE_NOT_FOUND\)/,
    ],
    [() => Promise.reject(new SyntaxError('Unexpected token')), /\(SyntaxError\)/],
  ] as const) {
    const answer = loadEngine('duckdb', load)
    await t.rejects(answer, { reason: 'unsupported', message: /^This server cannot read such files: / })
    await t.rejects(answer, { message: code })
  }
})
