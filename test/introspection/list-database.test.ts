import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { createSnapshotRepository } from '../../src/catalog/snapshot/repository.ts'
import type { ListingItem } from '../../src/introspection/connectors/connector.ts'
import { ConnectorError } from '../../src/introspection/connectors/connector-error.ts'
import { listDatabase } from '../../src/introspection/runs/list-database.ts'
import type { Progress } from '../../src/introspection/runs/progress.ts'
import { build } from '../helper.ts'
import { everythingSelected } from '../support/everything-selected.ts'

const table = (name: string, ...columns: string[]): ListingItem => ({
  kind: 'table',
  table: {
    schema_name: 'public',
    name,
    table_type: 'TABLE',
    row_count: null,
    comment: null,
    columns: columns.map((column, index) => ({
      name: column,
      data_type: 'text',
      is_nullable: true,
      is_primary_key: false,
      ordinal_position: index + 1,
      comment: null,
    })),
    foreign_keys: [],
    unique_keys: [],
  } as never,
})
const ends: ListingItem[] = [
  { kind: 'schema', schema_name: 'public', is_complete: true },
  { kind: 'database', is_complete: true },
]

t.test('listings', async (t) => {
  const { call, database: db, others, tenant } = await build(t)
  const { admin, organizationId, sourceId, params } = await tenant()
  const made = await call('createIntegrationSourceDatabase', { params, token: admin, body: { name: 'shop' } })
  const databaseId = String(made.json().id)
  const list = (
    tables: () => AsyncGenerator<ListingItem, void, undefined>,
    {
      cancelled = () => false,
      maximumBytes = 2 ** 20,
    }: { cancelled?: () => boolean; maximumBytes?: number } = {},
  ) =>
    listDatabase(
      { tables },
      {
        databaseName: 'shop',
        isDryRun: false,
        selection: everythingSelected,
        target: { organizationId, sourceId, databaseId },
      },
      {
        snapshots: createSnapshotRepository(db),
        progress: {
          state: { tablesDone: 0, columnsDone: 0 },
          signal: new AbortController().signal,
          isCancelled: cancelled,
        } as unknown as Progress,
        retirement: { by: 'run:1', now: new Date(), share: 1, isApproved: true },
        listings: { folder: tmpdir(), maximumBytes },
        hold: async () => undefined,
      },
    )

  t.test('a source that stops answering holds no transaction', async (t) => {
    const silence = new EventTarget()
    let isSilent: () => void = () => undefined
    const silent = new Promise<void>((resolve) => {
      isSilent = resolve
    })
    const listing = list(async function* () {
      for (let number = 0; number < 501; number += 1) yield table(`t${number}`)
      isSilent()
      await once(silence, 'end')
      yield* ends
    })
    await silent
    // The pool has one connection, and it is free.
    const sessions = await others.execute(sql`SELECT state, backend_xid FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`)
    t.same([...sessions], [])
    await db.execute('SELECT 1')
    silence.dispatchEvent(new Event('end'))
    t.match(await listing, { error: undefined, result: { tables: { created: 501 } } })
  })

  t.test('a table listed without columns keeps its known columns', async (t) => {
    const listing = (...items: ListingItem[]) =>
      list(async function* () {
        yield* [...items, ...ends]
      })
    const active = async () =>
      (
        await others.execute<{ name: string }>(
          `SELECT columns.name FROM columns JOIN tables ON tables.id = table_id
          WHERE columns.is_active AND tables.name IN ('orders', 'a_view') ORDER BY 1`,
        )
      ).map(({ name }) => name)
    await listing(table('a_view', 'id', 'total'), table('orders', 'id', 'placed_at'))
    t.strictSame(await active(), ['id', 'id', 'placed_at', 'total'])
    const listed = await listing(table('a_view'), table('orders', 'id'))
    t.match(listed?.result.columns, { retired: 1 })
    t.strictSame(await active(), ['id', 'id', 'total'], 'a table listed with some columns loses the others')
  })

  t.test('a listing that exceeds its limit keeps what was found', async (t) => {
    const endless = async function* () {
      for (let number = 0; ; number += 1) yield table(`e${number}`)
    }
    const listed = await list(endless, { maximumBytes: 100_000 })
    t.match(listed, { error: { reason: 'resource_limit' } })
    t.equal(Number(listed?.result.tables.created) % 500, 0)
    t.equal(listed?.result.retired_tables.length, 0)
  })

  t.test('a cancellation stops the writing, too', async (t) => {
    let isReceived = false
    const listing = list(
      async function* () {
        yield table('never')
        yield* ends
        isReceived = true
      },
      { cancelled: () => isReceived },
    )
    await t.rejects(listing, new ConnectorError('cancelled'))
    t.same([...(await others.execute("SELECT FROM tables WHERE name = 'never'"))], [])
  })
})
