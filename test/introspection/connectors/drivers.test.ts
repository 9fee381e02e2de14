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

t.test('drivers that are missing are logged at start, one line each', async (t) => {
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

t.test('an engine that cannot be loaded is a connector that is not supported', async (t) => {
  t.type((await loadEngine('duckdb')).openFile, 'function')
  await t.rejects(
    loadEngine('duckdb', async () => missing()),
    {
      reason: 'unsupported',
      message: /@duckdb\/node-api is not installed/,
    },
  )
})
