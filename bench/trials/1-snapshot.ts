import { once } from 'node:events'
import type { Sql } from 'postgres'
import { type CopyRows, columnsOfTable, copyRowsOf, snapshotOf } from '../catalog.ts'
import type { Child } from '../child.ts'
import { markdownTable, megabytes, spreadText, whole } from '../markdown.ts'
import { spreadOf } from '../measurement.ts'
import { organizationId } from '../organization-id.ts'
import { type Rig, say } from '../rig.ts'
import type { Trial } from '../trial.ts'
import { createOrganization, writeSourceId } from '../world.ts'

const tables = 1000
const columns = tables * columnsOfTable

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/** Returns the numbers of created and of unchanged columns. Throws when a line fails. */
async function putSnapshot({ ready }: Child<string>, token: string, databaseId: string, lines: Buffer) {
  const response = await fetch(
    `${ready}/api/integration-sources/${writeSourceId}/databases/${databaseId}/snapshot`,
    {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: lines as never,
    },
  )
  const text = await response.text()
  if (response.status !== 200) throw new Error(`the snapshot was answered with ${response.status} ${text}`)
  const result = JSON.parse(text) as { failed: number; columns: { created: number; unchanged: number } }
  if (result.failed > 0) throw new Error(`lines of the snapshot failed: ${text.slice(0, 1000)}`)
  return result.columns
}

async function copy(sql: Sql, rows: readonly CopyRows[], target: (name: string) => string) {
  for (const { name, columns, text } of rows) {
    const into = await sql.unsafe(`COPY ${target(name)} (${columns.join()}) FROM STDIN`).writable()
    into.end(text)
    await once(into, 'finish')
  }
}

const inTransaction = async (sql: Sql, work: () => Promise<unknown>) => {
  await sql`BEGIN`
  await work()
  await sql`COMMIT`
}

/** Deletes what was written, so that each way starts with the same state. */
async function clear(sql: Sql): Promise<void> {
  const written = await sql`SELECT tablename FROM pg_tables WHERE schemaname = 'public'
    AND tablename NOT IN ('organizations', 'integration_sources', 'databases')`
  await sql`TRUNCATE ${sql(written.map(({ tablename }) => String(tablename)))} CASCADE`
  await sql`CHECKPOINT`
}

const kept = ['tables', 'columns', 'relationships'] as const

async function setTriggers(sql: Sql, state: 'ENABLE' | 'DISABLE') {
  for (const name of kept) await sql.unsafe(`ALTER TABLE ${name} ${state} TRIGGER USER`)
}

/** Creates a database with one empty database in its catalog. */
async function prepare(rig: Rig) {
  const databaseId = '01920000-0000-7000-a000-000000000001'
  const postgres = await rig.createDatabase('snapshots', async (sql) => {
    const times = await createOrganization(sql)
    await sql`INSERT INTO databases ${sql({
      organization_id: organizationId,
      id: databaseId,
      integration_source_id: writeSourceId,
      name: 'crawled',
      ...times,
    })}`
    for (const name of kept) {
      await sql`CREATE TABLE ${sql(`bare_${name}`)} AS TABLE ${sql(name)} WITH NO DATA`
      // When autovacuum runs, and whether it finds a table full or empty, is chance, but changes plans.
      await sql`ALTER TABLE ${sql(name)} SET (autovacuum_enabled = false)`
    }
  })
  return { postgres, databaseId, sql: await rig.connect(postgres) }
}

/** Measures peaks in new processes, since a process keeps its memory. */
async function memoryRows(rig: Rig, { postgres, databaseId, sql }: Awaited<ReturnType<typeof prepare>>) {
  const rows: string[][] = []
  for (const count of [0, tables, 4 * tables]) {
    await clear(sql)
    const child = await rig.startOurs(postgres)
    if (count > 0) await putSnapshot(child, rig.token, databaseId, snapshotOf(count))
    const peak = await child.ask<number>({ command: 'memory' })
    await child.stop()
    rows.push([count === 0 ? 'no request' : `${whole(count * columnsOfTable)} columns`, megabytes(peak)])
    say(`snapshot: the peak with ${whole(count * columnsOfTable)} columns is ${megabytes(peak)} MiB`)
  }
  return rows
}

/** A hundred thousand columns in one request, compared with `COPY` of the same rows. */
export const trial: Trial = {
  title: `Snapshot of ${whole(tables)} tables with ${whole(columns)} columns`,
  async run(rig, { rounds }) {
    const world = await prepare(rig)
    const { postgres, databaseId, sql } = world
    const lines = snapshotOf(tables)
    const rows = copyRowsOf(tables, {
      organization_id: organizationId,
      integration_source_id: writeSourceId,
      database_id: databaseId,
    })
    const child = await rig.startOurs(postgres)
    const put = () => putSnapshot(child, rig.token, databaseId, lines)
    const again = async () => {
      const { unchanged } = await put()
      if (unchanged !== columns) throw new Error(`${unchanged} columns were unchanged`)
    }
    const ways: Record<string, { before?: () => Promise<unknown>; work: () => Promise<unknown> }> = {
      'sourcebook: all is new': { work: put },
      'sourcebook: the same again': { before: put, work: again },
      'COPY into the same tables, with their triggers': {
        work: () => inTransaction(sql, () => copy(sql, rows, (name) => name)),
      },
      'COPY into the same tables, their triggers off': {
        work: () =>
          inTransaction(sql, async () => {
            await setTriggers(sql, 'DISABLE')
            await copy(sql, rows, (name) => name)
            await setTriggers(sql, 'ENABLE')
          }),
      },
      'COPY into tables without key, index and constraint': {
        work: () => inTransaction(sql, () => copy(sql, rows, (name) => `bare_${name}`)),
      },
    }
    const names = Object.keys(ways)
    const rates = new Map<string, number[]>(names.map((name) => [name, []]))
    // Without statistics, PostgreSQL checks the foreign keys of COPY with an unsuitable index.
    await put()
    await sql`ANALYZE`
    for (let round = 0; round <= rounds; round += 1) {
      for (const name of round % 2 === 0 ? names : [...names].reverse()) {
        await clear(sql)
        const { before, work } = ways[name] as (typeof ways)[string]
        await before?.()
        const rate = columns / (await seconds(work))
        say(`snapshot: round ${round} of ${rounds}: ${name}: ${whole(rate)} columns/s`)
        // The first round is a warm-up.
        if (round > 0) rates.get(name)?.push(rate)
      }
    }
    await child.stop()

    const ours = rates.get(String(names[0])) as number[]
    const speed = names.map((name, index) => {
      const own = rates.get(name) as number[]
      const shares = ours.map((rate, round) => rate / (own[round] as number))
      return [
        name,
        spreadText(spreadOf(own), whole),
        index < 2 ? '' : spreadText(spreadOf(shares), (share) => share.toFixed(2)),
      ]
    })
    const memory = await memoryRows(rig, world)
    return `${markdownTable(['', 'columns/s', 'all new ÷ this'], speed)}\n${markdownTable(
      ['in one snapshot', 'peak memory of the process, MiB'],
      memory,
    )}`
  },
}
