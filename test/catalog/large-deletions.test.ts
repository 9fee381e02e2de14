import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { getTableName, sql } from 'drizzle-orm'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { deletionCleaning } from '../../src/catalog/deletions/cleaning.ts'
import { createDeletionRepository } from '../../src/catalog/deletions/repository.ts'
import { openDatabase } from '../../src/db/client.ts'
import { catalogKinds, kinds } from '../../src/db/kinds.ts'
import { tablesInSources } from '../../src/db/present.ts'
import { type TestConnection, testDatabase } from '../database.ts'
import { build } from '../helper.ts'
import { exampleWorld, rowsOf } from '../support/deleted-world.ts'
import { addRenameProposal } from '../support/rename-proposal.ts'

type World = Awaited<ReturnType<typeof exampleWorld>>
type Others = Awaited<ReturnType<typeof build>>['others']

/** Locks the row against cleaning, as another process does while it cleans it. */
async function hold(others: Others, table: string, id: string, work: () => Promise<void>) {
  await others.transaction(async (transaction) => {
    // The queue is idle while every example is sent, some of which test connections.
    await transaction.execute(sql`SET LOCAL idle_in_transaction_session_timeout = 0`)
    await transaction.execute(sql`SELECT FROM ${sql.identifier(table)} WHERE id = ${id} FOR KEY SHARE`)
    await work()
  })
}

/** Sends every example of the contract: requests with one of the ids get 404, and no answer contains one. */
async function assertUnseen(t: Test, world: World, ids: readonly string[], token: string) {
  const namesOne = (text: string) => ids.some((id) => text.includes(id))
  let refused = 0
  for (const example of world.examples) {
    const { url, body, response } = await world.send(example, token)
    const label = `${example.label} ${response.statusCode}`
    if (namesOne(url)) {
      t.equal(response.statusCode, 404, label)
      refused += 1
    } else if (example.operationId.startsWith('bulk') && response.statusCode === 200) {
      for (const { id, status } of response.json().results)
        if (ids.includes(id)) t.equal(status, 'not_found', label)
    } else if (response.statusCode < 300 && example.operationId !== 'listChanges') {
      t.notOk(namesOne(response.body), label)
      t.notOk(namesOne(body), label)
    }
  }
  t.ok(refused > 3, `${refused} were refused`)
}

t.test('a deleted source with many rows is hidden at once', async (t) => {
  const built = await build(t)
  const { call, others, system } = built
  const world = await exampleWorld(built)
  const { admin, sourceId, params, organizationId } = world
  await world.grow()
  await call('putIntrospectionSchedule', { params, token: admin, body: { cron: '0 3 * * *' } })
  const ids = [sourceId, ...(await idsIn(others, sql`integration_source_id = ${sourceId}`))]
  const before = await call('listIntegrationSources', { token: admin })
  const stale = { params, token: admin, headers: { 'if-match': '"999"' } }
  t.equal((await call('deleteIntegrationSource', stale)).statusCode, 412)

  const deleted = await call('deleteIntegrationSource', { params, token: admin })
  t.equal(deleted.json().id, sourceId)
  await hold(others, 'integration_sources', sourceId, async () => {
    t.ok(Number((await rowsOf(built, sourceId)).columns) > 10_000, 'the rows are still there')
    t.match(await rowsOf(built, sourceId), {
      source_credentials: undefined,
      introspection_schedules: undefined,
    })
    for (const token of [admin, system]) await assertUnseen(t, world, ids, token)
    t.equal((await call('deleteIntegrationSource', { params, token: admin })).statusCode, 404)
    const search = await call('searchCatalog', { token: admin, query: { q: 'column' } })
    t.strictSame(search.json(), [])
    const after = await call('listIntegrationSources', { token: admin })
    t.ok(after.json().every(({ id }: { id: string }) => id !== sourceId))
    t.ok(before.json().some(({ id }: { id: string }) => id === sourceId))
    const createdAgain = await call('createIntegrationSource', {
      token: admin,
      body: { name: deleted.json().name, source_type: 'warehouse', connector_type: 'bigquery' },
    })
    t.equal(createdAgain.statusCode, 201)
    await world.clean()
    t.ok((await rowsOf(built, sourceId)).columns, 'a process that finds it locked leaves it')
  })

  await world.clean()
  t.strictSame(await rowsOf(built, sourceId), {})
  t.strictSame([...(await others.execute(sql`SELECT * FROM deletions`))], [])
  await assertToldOnce(t, others, organizationId, sourceId)
})

t.test('a deleted database with many rows is hidden at once', async (t) => {
  const built = await build(t)
  const { call, others } = built
  const world = await exampleWorld(built)
  const { admin, sourceId, databaseId, params } = world
  await world.grow()
  const rows = sql`integration_source_id = ${sourceId} AND database_id = ${databaseId}`
  const tables = await idsIn(others, rows, ['tables'])
  const columns = await idsIn(others, sql`table_id IN (SELECT id FROM tables WHERE ${rows})`, ['columns'])
  const relationships = await idsIn(others, sql`to_table_id IN (SELECT id FROM tables WHERE ${rows})`, [
    'relationships',
  ])
  const proposals = await idsIn(
    others,
    sql`resource_id = ANY(${sql.param([databaseId, ...tables, ...columns])}::uuid[])`,
    ['description_proposals'],
  )
  const rename = await addRenameProposal(others, String(tables[0]), String(tables[1]))
  const ids = [databaseId, ...tables, ...columns, ...relationships, ...proposals, rename]
  t.ok(relationships.length > 0)
  const read = await call('getIntegrationSourceDatabase', { params, token: admin })
  const { name } = read.json()

  t.equal((await call('deleteIntegrationSourceDatabase', { params, token: admin })).statusCode, 200)
  await hold(others, 'databases', databaseId, async () => {
    const body = { name }
    const createdAgain = await call('createIntegrationSourceDatabase', { params, token: admin, body })
    t.equal(createdAgain.statusCode, 201)
    t.match((await call('createIntegrationSourceDatabase', { params, token: admin, body })).json(), {
      existing_id: createdAgain.json().id,
    })
    const place = { source_id: sourceId, rename_proposal_id: rename }
    for (const operation of ['getRenameProposal', 'decideRenameProposal'] as const) {
      const body = operation === 'decideRenameProposal' ? { status: 'REJECTED' } : undefined
      t.equal((await call(operation, { params: place, token: admin, body })).statusCode, 404)
    }
    t.strictSame((await call('listRenameProposals', { params: place, token: admin })).json(), [])
    await assertUnseen(t, world, ids, admin)
    t.equal((await call('deleteIntegrationSourceDatabase', { params, token: admin })).statusCode, 404)
    const coverage = await call('getDescriptionCoverage', { params, token: admin })
    t.notOk(/10[0-9]{3}/.test(coverage.body), 'its columns are not counted')
  })
  await world.clean()
  t.strictSame(await idsIn(others, rows, ['tables']), [])
  t.strictSame([...(await others.execute(sql`SELECT * FROM deletions`))], [])
})

t.test(
  'an interrupted cleaning continues at the next start, and two at once do not block each other',
  async (t) => {
    const connection = await testDatabase(t)
    const first = await build(t, {}, connection)
    const world = await exampleWorld(first)
    const { admin, sourceId, params, organizationId } = world
    await world.grow()
    // A database that was already deleted when its source is deleted.
    await first.call('deleteIntegrationSourceDatabase', { params, token: admin })
    await first.call('deleteIntegrationSource', { params, token: admin })
    const before = await rowsOf(first, sourceId)
    const cleaning = world.clean()
    while ((await rowsOf(first, sourceId)).columns === before.columns) await sleep(1)
    await first.app.close()
    await cleaning
    t.ok((await rowsOf(first, sourceId)).columns, 'it was interrupted')

    const others = [await build(t, {}, connection), await build(t, {}, connection)] as const
    const clean = () => Promise.all(others.map(({ app }) => app.cleanDeletions()))
    while ((await rowsOf(first, sourceId)).integration_sources) await clean()
    t.strictSame(await rowsOf(first, sourceId), {})
    await assertToldOnce(t, first.others, organizationId, sourceId)
  },
)

t.test('every table below sources is covered, and few rows are deleted at once', async (t) => {
  const { others, call, tenant } = await build(t)
  const below = await others.execute<{ name: string }>(sql`
    WITH RECURSIVE below AS (
      SELECT 'integration_sources'::regclass::oid AS oid
      UNION SELECT conrelid FROM pg_constraint JOIN below ON confrelid = below.oid WHERE contype = 'f'
    ) SELECT relname AS name FROM below JOIN pg_class USING (oid) ORDER BY 1`)
  t.strictSame(
    below.map(({ name }) => name),
    [...tablesInSources].sort(),
  )
  const { admin, params } = await tenant()
  t.equal((await call('deleteIntegrationSource', { params, token: admin })).statusCode, 200)
  t.equal(await others.$count(sql`integration_sources`), 0)
})

/** Statements that continue from a row that is known to be present. */
const goingOn = [
  // New rows: their parent was found before.
  /^insert into/i,
  // Rows that an earlier statement locked.
  /^update "\w+" set .+ and set_config\('sourcebook.actor'/,
  // A database, and rows of it or of resources, that are locked.
  /^UPDATE databases SET revision = revision \+ 1/,
  /^WITH (input AS MATERIALIZED \( ?SELECT \* FROM json_to_recordset|resolved AS MATERIALIZED)/,
  /^UPDATE "\w+" AS target SET description = effective.description/,
  // Descriptions of a resource that was found, and the secrets of a source that was found.
  /^select .+ from "(description_layers|described_resources|description_versions)" where .+"resource_id" = \$2/,
  /^SELECT resource\.resource_id, .+ FROM described_resources AS resource .+ resource\.resource_id = ANY/,
  /^SELECT layer\.resource_id, .+ FROM description_layers AS layer .+ layer\.resource_id = ANY/,
  /^select "key_id", "sealed" from "source_credentials"/,
  // The columns of tables that were found.
  /^SELECT input\.number, of_column\.id FROM json_to_recordset.+ of_column\.table_id = input\.table_id/,
  // The parts of an export.
  /^SELECT id, .+ AND (database_id = \$3|\w+_id = ANY|\w+ > \$3)/,
  // Runs end before their source is deleted, and no run has a deleted database.
  /introspection_run(s|_databases)/,
  // The size of the deletion.
  /^SELECT count\(\*\)::integer AS count FROM \(\(SELECT FROM/,
]

t.test('every statement excludes deleted rows, or continues from a row that is present', async (t) => {
  const statements = new Set<string>()
  const debug = (_: number, text: string) => {
    const withoutComments = text.replaceAll(/-- .*/g, '')
    statements.add(withoutComments.replaceAll(/\s+/g, ' ').trim())
  }
  const connection = await testDatabase(t)
  const own = openDatabase(connection, 1)
  t.teardown(() => own.close())
  const built = await build(t, {}, { ...connection, debug } as TestConnection)
  const world = await exampleWorld({ ...built, others: own })
  for (const example of world.examples) await world.send(example)
  const isBelowSources = (text: string) =>
    [...text.matchAll(/\b(?:FROM|JOIN|UPDATE|INTO)\s+"?([a-z_]+)"?/gi)].some(([, table]) =>
      tablesInSources.has(String(table)),
    )
  const unknown = [...statements].filter(
    (text) =>
      isBelowSources(text) &&
      !/FROM deletions|deleted_at IS NULL/.test(text) &&
      !goingOn.some((form) => form.test(text)),
  )
  t.strictSame(unknown, [])
  t.ok(statements.size > 100)
})

t.test('no transaction deletes many rows, in whichever table they are', async (t) => {
  const built = await build(t)
  const { others } = built
  const world = await exampleWorld(built)
  const { sourceId, databaseId } = world
  const deletions = createDeletionRepository(others, { parents: 1, rows: 1 })
  for (const [table, id] of [
    ['databases', databaseId],
    ['integration_sources', sourceId],
  ] as const) {
    await others.execute(sql`UPDATE ${sql.identifier(table)} SET deleted_at = now() WHERE id = ${id}`)
    let transactions = 0
    for (let [deletion] = await deletions.list(); deletion; [deletion] = await deletions.list()) {
      t.ok(await deletions.removeSome(deletion))
      transactions += 1
    }
    t.ok(transactions > 5, `${transactions} transactions`)
  }
  t.strictSame(await rowsOf(built, sourceId), {})
  t.notOk(
    await deletions.removeSome({
      kind: 'database',
      organizationId: v7(),
      resourceId: v7(),
      integrationSourceId: v7(),
      actor: '',
      deletedAt: new Date(),
    }),
    'it is deleted',
  )
})

t.test('a failed cleaning is logged and retried', async (t) => {
  const stream = new PassThrough()
  const app = Fastify({ logger: { level: 'warn', stream } })
  t.teardown(() => app.close())
  let calls = 0
  const list = async () => {
    calls += 1
    if (calls === 1) throw new Error('not now')
    return []
  }
  await app.register(deletionCleaning, {
    deletions: { list, removeSome: async () => true },
    intervalMilliseconds: 1,
  })
  const said = once(stream, 'data')
  // The timer of the cleaning alone would not keep the process alive.
  while (calls < 3) await sleep(1)
  const [line] = await said
  t.match(JSON.parse(String(line)), { msg: /could not remove the rows of a deleted resource/ })
})

/** The ids of rows. */
async function idsIn(
  others: Others,
  where: ReturnType<typeof sql>,
  tables = [
    ...catalogKinds
      .filter((kind) => kind !== 'integration_source')
      .map((kind) => getTableName(kinds[kind].table)),
    'description_proposals',
    'introspection_runs',
  ],
): Promise<string[]> {
  const ids: string[] = []
  for (const table of tables) {
    const rows = await others.execute<{ id: string }>(
      sql`SELECT id FROM ${sql.identifier(table)} WHERE ${where} ORDER BY created_at LIMIT 400`,
    )
    ids.push(...rows.map(({ id }) => id))
  }
  return ids
}

/** The feed reports the deletion of everything in a source, once, as its last change. */
async function assertToldOnce(t: Test, others: Others, organizationId: string, sourceId: string) {
  const wrong = await others.execute(sql`
    SELECT kind, resource_id, array_agg(operation ORDER BY transaction_id, sequence) AS told FROM changes
    WHERE organization_id = ${organizationId} AND integration_source_id = ${sourceId}
    GROUP BY kind, resource_id
    HAVING (array_agg(operation ORDER BY transaction_id DESC, sequence DESC))[1] <> 'deleted'
      OR count(*) FILTER (WHERE operation = 'deleted') <> 1 OR bool_or(operation = 'deleted' AND actor = 'system')`)
  t.strictSame([...wrong], [])
}
