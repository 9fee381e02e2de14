/**
 * Measures the inference of relationships: fills a database of an embedded PostgreSQL with each sample, drops
 * its declared foreign keys, profiles, infers, and compares. Prints tables to stdout and the progress to
 * stderr.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import type { Sql } from 'postgres'
import { openClient } from '../../src/db/client.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { type InferredRelationship, inferRelationships } from '../../src/introspection/relationships/infer.ts'
import { machine } from '../machine.ts'
import { createResources } from '../resources.ts'
import { type SampleDatabase, sampleDatabases } from './databases.ts'
import { calibrationOf, type Quality, qualityOf, referenceOf } from './measure.ts'
import { declaredReferences, knownTable, type Reference, readSamples, readTuples, strip } from './observe.ts'
import { measureScale } from './scale.ts'

const usage = `Usage: npm run bench:relationships -- [options]

  --rows N           most rows of a table in its sample, default 10000
  --threshold N      least score of a suggestion, default 0.5
  --database NAME    only this sample database; may be repeated
  --folder PATH      only the databases in the folders of this one, each as in public/
  --evidence         also prints each suggestion with its evidence
  --no-scale         without the measurement of 10,000 tables
`

const say = (text: string): void => void process.stderr.write(`${text}\n`)
const print = (text: string): void => void process.stdout.write(`${text}\n`)

interface Result {
  database: SampleDatabase
  keys: 'foreign keys' | 'all keys'
  tables: number
  columns: number
  quality: Quality
  suggestions: InferredRelationship[]
  truth: Reference[]
  profilingSeconds: number
  inferenceMilliseconds: number
}

async function measure(
  sql: Sql,
  database: SampleDatabase,
  { rows, threshold }: { rows: number; threshold: number },
): Promise<Result[]> {
  await database.fill(sql)
  const truth = await declaredReferences(sql)
  const results: Result[] = []
  for (const keys of ['foreign keys', 'all keys'] as const) {
    await strip(sql, keys)
    const samples = await readSamples(sql, rows)
    const start = performance.now()
    const tables = samples.map(knownTable)
    const tuplesOf = readTuples(samples)
    const profiled = performance.now()
    const all = inferRelationships(tables, { threshold, tuplesOf })
    // Nobody declares keys of views and staging tables, so their suggestions cannot be checked.
    const countable = new Set(
      tables
        .filter((table) => table.table_type === 'TABLE' && !table.is_staging_table)
        .map(({ name }) => name),
    )
    const suggestions = all.filter(({ from }) => countable.has(from.table_name))
    results.push({
      database,
      keys,
      truth,
      tables: tables.length,
      columns: tables.reduce((sum, { columns }) => sum + columns.length, 0),
      quality: qualityOf(truth, suggestions),
      suggestions,
      profilingSeconds: (profiled - start) / 1000,
      inferenceMilliseconds: performance.now() - profiled,
    })
  }
  return results
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function tableOf(results: readonly Result[]): string {
  const head = [
    'database',
    'tables',
    'columns',
    'declared',
    'found',
    'right',
    'precision',
    'recall',
    'F1',
    'profile s',
    'infer ms',
  ]
  const rows = results.map(
    ({ database, tables, columns, quality, profilingSeconds, inferenceMilliseconds }) => [
      database.name,
      ...[tables, columns, quality.declared, quality.found, quality.right].map(String),
      ...[quality.precision, quality.recall, quality.f1].map((figure) => figure.toFixed(3)),
      profilingSeconds.toFixed(1),
      inferenceMilliseconds.toFixed(0),
    ],
  )
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  )
}

function report(results: readonly Result[], withEvidence: boolean): void {
  for (const kind of ['development', 'public'] as const) {
    for (const keys of ['foreign keys', 'all keys'] as const) {
      const some = results.filter((result) => result.database.kind === kind && result.keys === keys)
      if (some.length === 0) continue
      const title = keys === 'foreign keys' ? 'without foreign keys' : 'without any declared key'
      print(
        `\n### ${kind === 'public' ? 'Public databases' : 'Development schemas'}, ${title}\n\n${tableOf(some)}\n`,
      )
      for (const { database, quality, suggestions } of some) {
        if (quality.missed.length > 0) print(`- ${database.name} missed: ${quality.missed.join(', ')}`)
        if (quality.wrong.length > 0) print(`- ${database.name} wrong: ${quality.wrong.join(', ')}`)
        if (withEvidence)
          for (const { score, evidence } of suggestions) print(`    ${score} ${evidence.summary}`)
      }
      const pairs = some.flatMap(({ suggestions, truth }) => {
        const declared = new Set(truth.map(({ from, to }) => `${from} ${to}`))
        return suggestions.map((suggestion) => {
          const { from, to } = referenceOf(suggestion)
          return { score: suggestion.score, isRight: declared.has(`${from} ${to}`) }
        })
      })
      print(`\n${calibrationOf(pairs)}`)
    }
  }
}

function readFlags() {
  try {
    const { values } = parseArgs({
      allowNegative: true,
      options: {
        rows: { type: 'string', default: '10000' },
        threshold: { type: 'string', default: '0.5' },
        database: { type: 'string', multiple: true, default: [] },
        folder: { type: 'string' },
        evidence: { type: 'boolean', default: false },
        scale: { type: 'boolean', default: true },
      },
    })
    const [rows, threshold] = [Number(values.rows), Number(values.threshold)]
    if (!Number.isInteger(rows) || rows < 1) throw new Error('--rows must be a whole number from 1.')
    if (!(threshold >= 0 && threshold <= 1)) throw new Error('--threshold must be from 0 to 1.')
    return { ...values, rows, threshold }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`)
    process.exit(2)
  }
}

const flags = readFlags()
const resources = createResources()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void resources.release().then(() => process.exit(130)))
}
try {
  const folder = await resources.add(mkdtemp(join(tmpdir(), 'sourcebook-bench-')), (path) =>
    rm(path, { recursive: true }),
  )
  say('starting PostgreSQL …')
  const logger = pino({ level: 'warn' }, process.stderr)
  const { administration: connection } = await resources.add(
    startEmbeddedPostgres({ dataDirectory: folder, logger }),
    (server) => server.stop(),
  )
  const server = openClient(connection, { max: 1 })
  const results: Result[] = []
  for (const database of await sampleDatabases(flags.folder)) {
    if (flags.database.length > 0 && !flags.database.includes(database.name)) continue
    say(`${database.name} …`)
    const name = `sample_${database.name}`
    await server`CREATE DATABASE ${server(name)}`
    const sql = openClient({ ...connection, database: name }, { max: 1, onnotice: () => undefined })
    results.push(...(await measure(sql, database, flags)))
    await sql.end()
  }
  await server.end()
  print(`${machine()}\nat most ${flags.rows} rows of a table, threshold ${flags.threshold}`)
  report(results, flags.evidence)
  if (flags.scale) {
    say('10,000 tables …')
    print(`\n### Cost\n\n${measureScale()}`)
  }
} finally {
  await resources.release()
}
