/** `npm run test:node`: all or some tests on other versions of Node.js. */
import { delimiter, join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '../../src/package-root.ts'
import { runOrThrow, run as runTool, toolsFolder } from '../consumers/tools.ts'

/** The newest release of each supported version, on 29 November 2026. The suite itself runs on the oldest. */
const versions: Readonly<Record<string, string>> = { 22: '22.23.5', 24: '24.22.3', 26: '26.12.1' }

/** Where Node.js versions differ most, in about half a minute: built-in SQLite, native modules, processes. */
const shortPart = [
  'test/bin/build.test.ts',
  'test/catalog/databases.test.ts',
  'test/introspection/connectors/duckdb.test.ts',
  'test/introspection/connectors/held-file.test.ts',
  'test/introspection/connectors/process',
  'test/introspection/connectors/sqlite-drivers.test.ts',
  'test/stop-signals.test.ts',
]

/** And sockets, streams, `fetch`, and drivers. */
const part = [
  ...shortPart,
  'test/catalog/lists.test.ts',
  'test/client/client.test.ts',
  'test/http/closing.test.ts',
  'test/http/hanging-up.test.ts',
  'test/http/problem-handling.test.ts',
  'test/http/uploads',
  'test/introspection/connectors/mysql.test.ts',
  'test/introspection/connectors/postgresql.test.ts',
  'test/introspection/connectors/sqlite.test.ts',
  'test/tracing/tracing.test.ts',
]

const usage = `Usage: npm run test:node [-- VERSION...] [--short | --all]

Runs the part of the tests for which the version of Node.js matters. VERSION: ${Object.keys(versions).join(', ')} (default: each)

  --short  a smaller part, as CI does
  --all    all tests
`

const { values, positionals } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const usual = values.short ? shortPart : part
/** The test files to run; none for all of them. */
const files = values.all ? [] : usual
const unknown = positionals.filter((name) => !Object.hasOwn(versions, name))
if (values.help || unknown.length > 0) {
  process.stdout.write(usage)
  process.exit(values.help ? 0 : 2)
}

/** Installs Node.js from npm, where the maintainers of the package `node` publish it. Returns the folder. */
async function install(version: string): Promise<string> {
  const folder = join(toolsFolder, 'node-versions', version)
  const name = `node-${process.platform}-${process.arch}`
  await runOrThrow(
    'npm',
    [
      ...['install', '--prefix', folder, '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'],
      `${name}@${version}`,
    ],
    { name: `install-node-${version}` },
  )
  return join(folder, 'node_modules', name, 'bin')
}

let failed = 0
for (const name of positionals.length > 0 ? positionals : Object.keys(versions)) {
  const version = versions[name] as string
  const path = [await install(version), process.env.PATH].join(delimiter)
  const start = performance.now()
  const { exitCode, output } = await runTool(
    'node',
    [
      join(packageRoot, 'node_modules/tap/dist/esm/run.mjs'),
      ...['--reporter=tap', '--disable-coverage'],
      ...files,
    ],
    { name: `node-${version}`, environment: { PATH: path } },
  )
  const seconds = Math.round((performance.now() - start) / 1000)
  const [counts = 'no result'] = /^# \{.*\}$/m.exec(output) ?? []
  process.stdout.write(`Node.js ${version}: ${counts} in ${seconds} s\n`)
  if (exitCode === 0) continue
  failed += 1
  process.stdout.write(`${output.replace(/^ +(?:ok |1\.\.|# Subtest|# time).*\n|^ *\n/gm, '')}\n`)
}
process.exit(Math.min(failed, 1))
