import { tmpdir } from 'node:os'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { createSnapshotRepository } from '../../src/catalog/snapshot/repository.ts'
import { openClient } from '../../src/db/client.ts'
import { resolveTargets } from '../../src/descriptions/curation/resolve.ts'
import { matchColumns } from '../../src/descriptions/dbt/match.ts'
import type { ConnectorTable, SourceConnection } from '../../src/introspection/connectors/connector.ts'
import { type Claim, claimDatabase } from '../../src/introspection/runs/claims.ts'
import { listDatabase } from '../../src/introspection/runs/list-database.ts'
import { createListedTables } from '../../src/introspection/runs/listed-tables.ts'
import type { Progress } from '../../src/introspection/runs/progress.ts'
import { createRunValues } from '../../src/introspection/runs/run-values.ts'
import { createSuggestions } from '../../src/introspection/runs/suggest-relationships.ts'
import { build } from '../helper.ts'
import { everythingSelected } from '../support/everything-selected.ts'

const tablesOfSource = 400
const columnsOfTable = 10
const rows = tablesOfSource * (columnsOfTable + 1)
/** The most rows and index entries read for each row of a source. A nested loop reads one for each table. */
const mostReads = 40

const columnsOf = (index: number): ConnectorTable['columns'] =>
  Array.from({ length: columnsOfTable }, (_, column) => ({
    name: `column_${column}`,
    data_type: 'text',
    is_nullable: true,
    is_primary_key: false,
    ordinal_position: column + 1,
    comment: index % 2 === 0 ? 'A comment.' : null,
  })) as ConnectorTable['columns']

/** The listing of a database by a connector. */
const connector = {
  async *tables() {
    for (let index = 0; index < tablesOfSource; index += 1) {
      const table = {
        schema_name: 'sales',
        name: `table_${index}`,
        table_type: 'TABLE',
        row_count: null,
        comment: null,
        unique_keys: [],
        foreign_keys:
          index === 0
            ? []
            : [
                {
                  columns: ['column_1'],
                  to_schema_name: 'sales',
                  to_table_name: `table_${index - 1}`,
                  to_columns: ['column_0'],
                },
              ],
        columns: columnsOf(index),
      }
      yield { kind: 'table', table }
    }
    yield { kind: 'schema', schema_name: 'sales', is_complete: true }
    yield { kind: 'database', is_complete: true }
  },
} as unknown as SourceConnection

const newProgress = () =>
  ({
    state: { tablesDone: 0, columnsDone: 0 },
    signal: new AbortController().signal,
    isCancelled: () => false,
  }) as unknown as Progress

/** An app with a catalog whose statistics cover one source, and another source that they do not cover. */
async function prepare(t: Test) {
  const app = await build(t)
  const { call, database: db, tenant } = app
  const snapshots = createSnapshotRepository(db)
  const own = await tenant()
  const source = async (token: string, organizationId: string) => {
    const body = {
      ...{ name: 'PostgreSQL', source_type: 'database', connector_type: 'postgresql' },
      configuration: { host: 'db.example.com' },
    }
    const made = await call('createIntegrationSource', { token, body })
    const params = { source_id: String(made.json().id) }
    const one = await call('createIntegrationSourceDatabase', { params, token, body: { name: 'shop' } })
    return {
      params,
      place: { organizationId, sourceId: params.source_id, databaseId: String(one.json().id) },
    }
  }
  const list = (place: Claim | Parameters<typeof snapshots.write>[0]) =>
    listDatabase(
      connector,
      { databaseName: 'shop', isDryRun: false, selection: everythingSelected, target: place },
      {
        snapshots,
        progress: newProgress(),
        hold: async () => undefined,
        retirement: { by: 'run:tests', now: new Date(), share: 1, isApproved: false },
        listings: { folder: tmpdir(), maximumBytes: 2 ** 30 },
      },
    )
  /** Counts the reads of statements while `work` runs, in all indexes and in tables without one. */
  const reads = async (work: () => Promise<unknown>): Promise<number> => {
    const count = async () => {
      await db.execute(sql`SELECT pg_stat_force_next_flush()`)
      const [row] = await db.execute(sql`SELECT
        (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes) + (SELECT sum(seq_tup_read) FROM pg_stat_user_tables) AS count`)
      return Number(row?.count)
    }
    const before = await count()
    await work()
    return ((await count()) - before) / rows
  }
  // Autovacuum renews statistics at any time, and reads meanwhile.
  for (const table of ['tables', 'columns', 'description_layers'])
    await db.execute(sql`ALTER TABLE ${sql.identifier(table)} SET (autovacuum_enabled = off)`)
  const first = await source(own.admin, own.organizationId)
  await list(first.place)
  /** Fills a source like the first one, without code that looks at statistics. */
  const copyTo = async ({ sourceId, databaseId }: typeof first.place) => {
    await db.execute(sql`WITH copied AS (SELECT gen_random_uuid() AS copy, * FROM tables WHERE integration_source_id = ${first.place.sourceId}),
      copied_tables AS (
        INSERT INTO tables (organization_id, id, database_id, integration_source_id, schema_name, name, table_type, created_at, updated_at)
        SELECT organization_id, copy, ${databaseId}, ${sourceId}, schema_name, name, table_type, now(), now() FROM copied)
      INSERT INTO columns (organization_id, id, table_id, integration_source_id, name, data_type, created_at, updated_at)
      SELECT columns.organization_id, gen_random_uuid(), copy, ${sourceId}, columns.name, data_type, now(), now()
      FROM columns JOIN copied ON copied.id = table_id`)
  }
  await db.execute(sql`ANALYZE`)
  return { ...app, own, source, list, reads, copyTo }
}

t.test('a large source that statistics do not cover needs as many reads as the first one', async (t) => {
  const { database: db, own, source, list, reads, tenant } = await prepare(t)
  const { place } = await source(own.admin, own.organizationId)
  t.ok((await reads(() => list(place))) < mostReads, 'the second source')
  t.ok((await reads(() => list(place))) < mostReads, 'the second source again')
  // Now they cover two sources of one organization, including relationships.
  await db.execute(sql`ANALYZE`)
  const other = await tenant()
  const theirs = await source(other.admin, other.organizationId)
  t.ok((await reads(() => list(theirs.place))) < mostReads, 'a source of another organization')
  t.ok((await reads(() => list(theirs.place))) < mostReads, 'a source of another organization again')
})

t.test('statements over a whole database join without nested loops', async (t) => {
  const { call, connection, database: db, own, source, reads, copyTo } = await prepare(t)
  const { place, params } = await source(own.admin, own.organizationId)
  await copyTo(place)
  await call('createIntrospectionRun', { params, token: own.admin, body: {} })
  const session = openClient(connection, { max: 1 })
  t.teardown(() => session.end())
  let claim: Claim | undefined
  const taken = await reads(async () => {
    claim = await claimDatabase(session)
    await session`SELECT pg_stat_force_next_flush()`
  })
  t.ok(taken < mostReads, 'claiming a database')
  const suggest = createSuggestions(db)
  const suggested = await reads(() =>
    suggest(claim as Claim, createListedTables(), createRunValues(new Map()), {
      progress: newProgress(),
      by: 'run:tests',
    }),
  )
  t.ok(suggested < mostReads, 'storing suggested relationships')

  const tables = (await db.execute(
    sql`SELECT id, name FROM tables WHERE database_id = ${place.databaseId}`,
  )) as unknown as { id: string; name: string }[]
  const placed = tables.flatMap(({ id }) =>
    columnsOf(0).map(({ name }) => ({
      tableId: id,
      column: { text: name, isQuoted: false, description: '' },
    })),
  )
  const matched = await reads(async () => {
    t.equal((await matchColumns(db, place, placed)).size, tablesOfSource * columnsOfTable)
  })
  t.ok(matched < mostReads, 'matching columns of dbt')
  const top = { kind: 'database' as const, name: 'shop', path: [] }
  const targets = tables.flatMap(({ name }) => {
    const table = { kind: 'table' as const, schemaName: 'sales', name, parent: top, path: [] }
    return [
      table,
      ...columnsOf(0).map((column) => ({
        kind: 'column' as const,
        name: column.name,
        parent: table,
        path: [],
      })),
    ]
  })
  const resolved = await reads(async () => {
    const found = await resolveTargets(db, place, [top, ...targets] as never)
    t.equal(found.size, targets.length + 1)
  })
  t.ok(resolved < mostReads, 'resolving the targets of a file')
})
