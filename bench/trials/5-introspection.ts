import { setTimeout as sleep } from 'node:timers/promises'
import { parseAllowedHosts } from '../../src/allowed-hosts.ts'
import type { EmbeddedConnection } from '../../src/db/embedded/instance-lock.ts'
import { createConnector } from '../../src/introspection/connectors/create-connector.ts'
import { markdownTable, megabytes, spreadText, whole } from '../markdown.ts'
import { spreadOf } from '../measurement.ts'
import { type Postgres, type Rig, say } from '../rig.ts'
import type { Trial } from '../trial.ts'
import { createOrganization } from '../world.ts'

const tables = 10_000
const columnsOfTable = 20
const columns = tables * columnsOfTable
/** A statement locks each of its tables until it ends. */
const tablesAtOnce = 100

const name = 'crawled'

interface Run {
  id: string
  status: string
  columns_done: number
  started_at: string
  finished_at: string
}

/** Creates the introspected database, in the state after autovacuum. */
async function createCrawled(rig: Rig, server: EmbeddedConnection): Promise<Postgres> {
  const outside = await rig.connect(JSON.stringify(server))
  await outside`CREATE DATABASE ${outside(name)}`
  const postgres = JSON.stringify({ ...server, database: name })
  const sql = await rig.connect(postgres)
  const attributes = Array.from({ length: columnsOfTable }, (_, column) => `attribute_${column} integer`)
  say(`introspection: creating ${whole(tables)} tables …`)
  for (let first = 0; first < tables; first += tablesAtOnce) {
    const statements = Array.from(
      { length: tablesAtOnce },
      (_, table) => `CREATE TABLE orders_${first + table} (${attributes})`,
    )
    await sql.unsafe(statements.join(';'))
  }
  await sql`VACUUM (ANALYZE)`
  return postgres
}

/** The settings of a source for the server of the bench. */
const settingsOf = ({ host, port, user, password }: EmbeddedConnection) => ({
  connector_type: 'postgresql',
  configuration: { host, port, tls: { mode: 'disable' } },
  credentials: { user, password },
})

/** Starts Sourcebook with a worker and an empty catalog for the introspection. */
async function startCatalog(rig: Rig, round: number, server: EmbeddedConnection) {
  const postgres = await rig.createDatabase(`introspection_${round}`, createOrganization)
  const ours = await rig.startOurs(postgres)
  const worker = await rig.startWorker(postgres)
  const send = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${ours.ready}/api/integration-sources${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${rig.token}`, ...(body && { 'content-type': 'application/json' }) },
      body: body ? JSON.stringify(body) : null,
    })
    if (!response.ok) throw new Error(`${path} was answered with ${response.status} ${await response.text()}`)
    return (await response.json()) as Answer
  }
  const source = await send<{ id: string }>('', {
    name: 'To introspect',
    source_type: 'database',
    ...settingsOf(server),
  })
  await send(`/${source.id}/databases`, { name })
  const runs = `/${source.id}/introspection-runs`
  return {
    worker,
    /** Lists the whole database into the catalog, and returns the columns a second. */
    async introspect(): Promise<number> {
      let run = await send<Run>(runs, { profile: false })
      while (run.status === 'queued' || run.status === 'running') {
        await sleep(200)
        run = await send<Run>(`${runs}/${run.id}`)
      }
      if (run.status !== 'succeeded' || run.columns_done !== columns)
        throw new Error(`the run ended as ${JSON.stringify(run)}`)
      return (1000 * columns) / (Date.parse(run.finished_at) - Date.parse(run.started_at))
    },
    async stop() {
      await worker.stop()
      await ours.stop()
    },
  }
}

/** Runs a function that returns a number of columns, and returns the columns a second. */
async function rateOf(work: () => Promise<number>): Promise<number> {
  const started = performance.now()
  const count = await work()
  if (count < columns) throw new Error(`${count} columns were read instead of ${columns}`)
  return (1000 * count) / (performance.now() - started)
}

/** Lists the database with the connector, without storing anything. */
async function list(server: EmbeddedConnection): Promise<number> {
  const { connector_type, configuration, credentials } = settingsOf(server)
  const connector = await createConnector(connector_type, configuration, credentials, {
    allowedHosts: parseAllowedHosts(server.host),
    allowedFolders: [],
  })
  let count = 0
  for await (const item of connector.tables(name))
    if (item.kind === 'table') count += item.table.columns.length
  await connector.close()
  return count
}

/** Reads the information schema with the bare driver, as unparsed lines. */
async function copy(rig: Rig, postgres: Postgres): Promise<number> {
  const sql = await rig.connect(postgres)
  let lines = 0
  const answer = await sql`COPY (SELECT * FROM information_schema.columns) TO STDOUT`.readable()
  for await (const chunk of answer) for (const byte of chunk) if (byte === 0x0a) lines += 1
  await sql.end()
  return lines
}

/** A large database introspected into the catalog, compared with reading its information schema. */
export const trial: Trial = {
  title: `Introspection of ${whole(tables)} tables with ${whole(columns)} columns, without profiling`,
  async run(rig, { rounds }) {
    const server: EmbeddedConnection = JSON.parse(
      await rig.createDatabase('introspection', createOrganization),
    )
    const crawled = await createCrawled(rig, server)
    const names = ['a run: all is new', 'a run: the same again', 'the listing alone', 'COPY'] as const
    const rates = new Map<string, number[]>(names.map((way) => [way, []]))
    const peaks: Record<'before' | 'after', number[]> = { before: [], after: [] }
    for (let round = 1; round <= rounds; round += 1) {
      // Each round gets a new catalog and a new worker, since rows and memory stay.
      const { worker, introspect, stop } = await startCatalog(rig, round, server)
      const ways: Record<(typeof names)[number], () => Promise<number>> = {
        'a run: all is new': introspect,
        'a run: the same again': introspect,
        'the listing alone': () => rateOf(() => list(server)),
        COPY: () => rateOf(() => copy(rig, crawled)),
      }
      peaks.before.push(await worker.ask<number>({ command: 'memory' }))
      for (const way of names) {
        const rate = await ways[way]()
        say(`introspection: round ${round} of ${rounds}: ${way}: ${whole(rate)} columns/s`)
        rates.get(way)?.push(rate)
        if (way === names[0]) peaks.after.push(await worker.ask<number>({ command: 'memory' }))
      }
      await stop()
    }

    const ours = rates.get(names[0]) as number[]
    const rows = names.map((way, index) => {
      const own = rates.get(way) as number[]
      const shares = ours.map((rate, round) => rate / (own[round] as number))
      return [
        way === 'COPY' ? 'COPY of `information_schema.columns` by the bare driver' : way,
        spreadText(spreadOf(own), whole),
        index === 0 ? '' : spreadText(spreadOf(shares), (share) => share.toFixed(2)),
      ]
    })
    return `${markdownTable(['', 'columns/s', 'all new ÷ this'], rows)}\n${markdownTable(
      ['in the worker', 'peak memory of the process, MiB'],
      [
        ['no run', spreadText(spreadOf(peaks.before), megabytes)],
        ['a run: all is new', spreadText(spreadOf(peaks.after), megabytes)],
      ],
    )}`
  },
}
