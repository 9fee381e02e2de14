import { sql } from 'drizzle-orm'
import t from 'tap'
import { createUnusedWordsCleaning } from '../../src/catalog/search/unused-words.ts'
import { build } from '../helper.ts'

t.test('words that are no longer in any name are removed', async (t) => {
  const { call, tenant, database: db, others } = await build(t)
  const { admin, organizationId, params } = await tenant()
  const clean = createUnusedWordsCleaning(db)
  const words = async () =>
    (await db.execute(sql`SELECT DISTINCT word FROM search_terms ORDER BY word`)).map(({ word }) => word)
  const create = async (name: string) => {
    const made = await call('createIntegrationSourceDatabase', { params, token: admin, body: { name } })
    return { params: { ...params, database_id: String(made.json().id) }, token: admin }
  }
  const shared = await create('walrus_zebra')
  const renamed = await create('zebra_penguin')
  await call('updateIntegrationSourceDatabase', { ...renamed, body: { name: 'zebra_pelican' } })
  await call('deleteIntegrationSourceDatabase', shared)
  t.strictSame(await words(), ['pelican', 'penguin', 'walrus', 'warehous', 'warehouse', 'zebra'])

  // Another transaction writes a name with an existing word that no other name has.
  const id = String(renamed.params.database_id)
  await others.transaction(async (transaction) => {
    await transaction.execute(sql`INSERT INTO databases (organization_id, id, integration_source_id, name, created_at, updated_at)
      SELECT organization_id, gen_random_uuid(), integration_source_id, 'walrus', now(), now() FROM databases WHERE id = ${id}`)
    await clean()
    t.strictSame(await words(), ['pelican', 'warehous', 'warehouse', 'zebra'])
  })
  await clean()
  t.strictSame(await words(), ['pelican', 'walrus', 'warehous', 'warehouse', 'zebra'])

  // That transaction locks the word exclusively. All words are checked, however many there are.
  await db.execute(sql`INSERT INTO search_terms (organization_id, word)
    SELECT ${organizationId}, 'word' || number FROM generate_series(1, 5300) AS number`)
  await clean()
  t.equal((await db.$count(sql`search_terms`)) < 1000, true)
  await clean()
  t.strictSame(await words(), ['pelican', 'walrus', 'warehous', 'warehouse', 'zebra'])
})
