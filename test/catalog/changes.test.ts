import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { v7 } from 'uuid'
import { changeHandlers } from '../../src/catalog/changes/handlers.ts'
import { createFeedLag } from '../../src/catalog/changes/lag.ts'
import { createChangeRepository } from '../../src/catalog/changes/repository.ts'
import { encodeCursor } from '../../src/http/answering/cursor.ts'
import { everyPart } from '../../src/http/answering/whole-lists.ts'
import type { Answer } from '../../src/http/binding/operation.ts'
import { problemCatalogue } from '../../src/http/problems/catalogue.ts'
import { build } from '../helper.ts'

interface Change {
  cursor: string
  kind: string
  id: string
  operation: string
  actor: { kind: string; subject: string | null }
  changed_fields: string[]
}

t.test('the change feed', async (t) => {
  const app = await build(t)
  const { call, database: db, others, tenant, system } = app

  /** Waits until the server has no transaction older than the changes: other tests on it may have some. */
  const settled = async () => {
    const isOpen = sql`SELECT FROM changes WHERE transaction_id >= pg_snapshot_xmin(pg_current_snapshot())`
    while ((await db.execute(isOpen)).length > 0) await sleep(5)
  }
  /** Follows the feed of a token from a cursor to its present end, in small pages. */
  const follow = async (token: string, after?: string, limit = 3): Promise<Change[]> => {
    const all: Change[] = []
    if (limit === 3) await settled()
    for (let cursor = after; ; cursor = all.at(-1)?.cursor) {
      const page = await call('listChanges', { token, query: { limit, ...(cursor && { after: cursor }) } })
      t.equal(page.statusCode, 200, page.body)
      all.push(...page.json())
      if (page.headers.link === undefined) return all
    }
  }
  const told = (all: Change[]) => all.map(({ kind, operation }) => `${kind} ${operation}`)

  t.test('every kind of change is reported, with its actor and its fields', async (t) => {
    const { admin, service, analyst, params } = await tenant()
    const at = { ...params, integration_source_id: params.source_id }
    const made = async (...[operation, place, body]: [Parameters<typeof call>[0], object, object]) =>
      String((await call(operation, { params: { ...at, ...place }, token: admin, body })).json().id)
    const database_id = await made('createIntegrationSourceDatabase', {}, { name: 'shop' })
    const table_id = await made('createDatabaseTable', { database_id }, { name: 'orders' })
    const column_id = await made('createTableColumn', { table_id }, { name: 'id' })
    const relationship_id = await made(
      'createRelationship',
      {},
      { from_column_id: column_id, to_table_id: table_id, to_column_name: 'id' },
    )
    const before = await follow(analyst)
    t.same(told(before), [
      'organization created',
      'integration_source created',
      'database created',
      'table created',
      'column created',
      'relationship created',
    ])
    t.match(before[2], { id: database_id, actor: { kind: 'person', subject: 'tester' }, changed_fields: [] })
    const last = () => before.at(-1)?.cursor

    await call('updateColumn', {
      params: { ...at, column_id },
      token: service,
      body: { name: 'order_id', is_nullable: false, description: 'The key.' },
    })
    await call('updateColumn', { params: { ...at, column_id }, token: service, body: { is_nullable: false } })
    const changed = (await follow(admin, last())).sort((one, other) => (one.kind < other.kind ? -1 : 1))
    t.match(changed, [
      {
        kind: 'column',
        id: column_id,
        operation: 'updated',
        actor: { kind: 'service', subject: 'tester' },
        changed_fields: [
          'description',
          'description_generated_at',
          'description_source',
          'description_version',
          'is_nullable',
          'name',
        ],
      },
      { kind: 'relationship', id: relationship_id, operation: 'updated', actor: { kind: 'service' } },
    ])
    t.equal(changed.length, 2, 'an update without an effect is not a change')

    await call('bulkUpdateRelationshipStatus', {
      token: admin,
      body: { relationship_ids: [relationship_id, v7()], status: 'APPROVED', score: 1 },
    })
    await call('putDatabaseSnapshot', {
      params: { ...at, database_id },
      token: admin,
      body: [{ name: 'orders', columns: [{ name: 'order_id', data_type: 'uuid' }, { name: 'total' }] }],
    })
    await call('deleteIntegrationSourceDatabase', { params: { ...at, database_id }, token: service })
    const rest = (await follow(admin, last())).filter(
      ({ cursor }) => !changed.some((c) => c.cursor === cursor),
    )
    t.match(rest.slice(0, 3), [
      { kind: 'relationship', changed_fields: ['score', 'status'] },
      { kind: 'column', operation: 'created' },
      { kind: 'column', operation: 'updated', changed_fields: ['data_type'] },
    ])
    t.same(told(rest.slice(3)).sort(), [
      'column deleted',
      'column deleted',
      'database deleted',
      'relationship deleted',
      'table deleted',
    ])
    t.ok(rest.slice(3).every(({ actor }) => actor.kind === 'service'))

    await db.execute(
      sql`UPDATE integration_sources SET name = 'x', changed_by = 'system' WHERE id = ${params.source_id}`,
    )
    await db.execute(sql`DELETE FROM integration_sources WHERE id = ${params.source_id}`)
    const operator = { kind: 'system', subject: null }
    t.match(
      (await follow(admin, rest.at(-1)?.cursor)).map(({ actor }) => actor),
      [operator, operator],
    )
  })

  t.test(
    'another organization sees none of the changes, and fields and NDJSON work as in other lists',
    async (t) => {
      const { admin } = await tenant()
      t.equal((await follow(admin)).length, 2)
      await settled()
      const lines = await call('listChanges', {
        token: admin,
        query: { fields: 'actor' },
        headers: { accept: 'application/x-ndjson' },
      })
      const [first] = lines.body.trim().split('\n')
      t.same(Object.keys(JSON.parse(String(first))).sort(), [
        'actor',
        'cursor',
        'id',
        'kind',
        'occurred_at',
        'operation',
      ])
      t.equal((await call('listChanges', { token: system })).json().code, 'organization_required')
    },
  )

  t.test('no change appears before one that was read, in whatever order transactions commit', async (t) => {
    const { admin, organizationId, params } = await tenant()
    const writers = Array.from({ length: 8 }, (_, writer) =>
      (async () => {
        for (let number = 0; number < 10; number += 1) {
          await others.transaction(async (transaction) => {
            await transaction.execute(sql`INSERT INTO databases (organization_id, id, integration_source_id, name, created_at, updated_at)
              VALUES (${organizationId}, ${v7()}, ${params.source_id}, ${`${writer}-${number}`}, now(), now())`)
            await sleep(Math.random() * 20)
          })
        }
      })(),
    )
    let isOver = false
    const written = Promise.all(writers).then(() => {
      isOver = true
    })
    const seen = await follow(admin)
    while (!isOver) seen.push(...(await follow(admin, seen.at(-1)?.cursor, 1000)))
    await written
    await settled()
    seen.push(...(await follow(admin, seen.at(-1)?.cursor, 1000)))
    t.equal(seen.length, 82)
    t.same(seen, await follow(admin, undefined, 1000))
  })

  t.test('a cursor is refused when changes after it have been deleted', async (t) => {
    const { admin, organizationId, params } = await tenant()
    await db.execute(
      sql`UPDATE changes SET occurred_at = now() - interval '100 days' WHERE organization_id = ${organizationId}`,
    )
    const [first, second] = await follow(admin)
    const status = async (after: string) =>
      (await call('listChanges', { token: admin, query: { after } })).json().code ?? 200
    const repository = createChangeRepository(db)
    await repository.deleteOlderThan(101)
    t.equal(await status(String(first?.cursor)), 200)
    await repository.deleteOlderThan(99)
    t.equal(await status(String(first?.cursor)), 'cursor_expired')
    t.equal(await status(String(second?.cursor)), 200, 'nothing after the last change is deleted')
    await call('updateIntegrationSource', { params, token: admin, body: { name: 'new' } })
    t.equal((await follow(admin)).length, 1, 'without a cursor it begins with the oldest change that is left')
    await repository.deleteOlderThan(99)

    const scope = JSON.stringify(['/api/changes', { organizationId }])
    const now = Date.now()
    t.equal(
      await status(encodeCursor(scope, [1, String(2n ** 60n), 1, 1, now])),
      'feed_epoch_changed',
      'of a future transaction',
    )
    for (const position of [
      [1, 'x', 1, 1, now],
      [1, String(10n ** 19n), 1, 1, now],
      [1, '1', 0.5, 1, now],
      [1, '1', '1', 1, now],
      ['1', '1', 1, 1, now],
      [1, '1', 1, 0, now],
      [1, '1', 1, 2 ** 31, now],
      [1, '1', 1, 1.5, now],
      [1, '1', 1, 1, -1],
      [1, '1', 1, 1, 1.5],
      [1, '1', 1, 1, Date.UTC(10_000, 1, 1)],
      [1, '1', 1, 1],
      ['1', 1],
    ]) {
      t.equal(await status(encodeCursor(scope, position)), 'validation_failed', String(position))
    }
    t.equal(await status('x'), 'validation_failed')
  })

  t.test('a stream breaks off when changes that it has not sent yet are deleted', async (t) => {
    const { organizationId, params } = await tenant()
    await others.execute(sql`INSERT INTO databases (organization_id, id, integration_source_id, name, created_at, updated_at)
      SELECT ${organizationId}, gen_random_uuid(), ${params.source_id}, 'd' || number, now(), now() FROM generate_series(1, 900) AS number`)
    await settled()
    const context = { url: '/api/changes', wantsWhole: true, organizationId }
    const { listChanges } = changeHandlers(createChangeRepository(db), createFeedLag(db))
    const read = (query: object) =>
      listChanges({ query: { limit: 100, ...query } } as never, context as never) as Promise<Answer>
    const first = await read({})
    t.equal(first.items?.length, 250)
    await others.execute(
      sql`UPDATE changes SET occurred_at = now() - interval '100 days' WHERE organization_id = ${organizationId}`,
    )
    await createChangeRepository(db).deleteOlderThan(99)
    const parts: (readonly unknown[])[] = []
    const reading = (async () => {
      for await (const part of everyPart(first, read)) parts.push(part)
    })()
    await t.rejects(reading, { message: problemCatalogue.cursor_expired.title })
    t.equal(parts.length, 1)
  })

  t.test('the triggers compare every column', async (t) => {
    const rows = await db.execute<{ name: string; missing: string[] | null }>(sql`
      SELECT class.relname AS name, array_agg(attname) FILTER (
        WHERE attname NOT IN ('organization_id', 'id', 'revision', 'created_at', 'updated_at', 'changed_by', 'last_used_at', 'last_introspected_at', 'is_active_set_by', 'deleted_at') AND attgenerated = ''
          AND prosrc NOT LIKE '%' || quote_literal(attname) || '%') AS missing
      FROM pg_attribute JOIN pg_class AS class ON class.oid = attrelid AND relkind = 'r'
        LEFT JOIN pg_proc ON proname = relname || '_changes'
      WHERE attnum > 0 AND NOT attisdropped AND EXISTS (
        SELECT FROM pg_attribute AS actor WHERE actor.attrelid = class.oid AND actor.attname = 'changed_by')
      GROUP BY relname, prosrc`)
    t.ok(rows.length >= 9)
    for (const { name, missing } of rows) t.equal(missing, null, name)
    const unknown =
      await db.execute(sql`SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'changed_by'
      WHERE relkind = 'r' AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = relname || '_changes_deleted')`)
    t.same([...unknown], [])
  })
})
