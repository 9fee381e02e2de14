import { join } from 'node:path'
import t from 'tap'
import { migrate } from '../../src/db/migrate.ts'
import { build } from '../helper.ts'
import { contentsOf } from '../support/contents-of.ts'
import { findSystemPostgres } from '../support/system-postgres.ts'

const postgres = await findSystemPostgres()
const skip = postgres || process.env.CI ? false : 'PostgreSQL is not installed with its server'

interface Change {
  cursor: string
  id: string
  operation: string
}

t.test(
  'pg_dump and pg_restore move all rows to another server, where the change feed continues',
  { skip },
  async (t) => {
    if (!postgres) throw new Error('CI needs PostgreSQL with its server')
    const silent = { info: () => undefined }
    const source = await postgres.start(t)
    await migrate(source, silent)
    const { call, tenant } = await build(t, {}, source)
    const { admin: token, params } = await tenant()
    const make = (body: object, on = call) =>
      on('createIntegrationSourceDatabase', { params, token, body: { description: 'Sales.', ...body } })
    for (const name of ['one', 'two', 'three']) t.equal((await make({ name })).statusCode, 201)
    await call('putDatabaseSnapshot', {
      params: { ...params, database_id: String((await make({ name: 'shop' })).json().id) },
      token,
      body: [
        {
          name: 'orders',
          columns: [{ name: 'id' }, { name: 'parent', description: 'ü \\. \t' }],
          foreign_keys: [{ columns: ['parent'], to_table_name: 'orders', to_columns: ['id'] }],
        },
      ],
    })
    await call('updateIntegrationSource', { params, token, body: { credentials: { access_token: 'x' } } })
    const read = async (on = call, after?: string): Promise<Change[]> => {
      const answer = await on('listChanges', { token, query: { limit: 1000, ...(after && { after }) } })
      return answer.json()
    }
    const before = await read()
    const contents = await contentsOf(source)

    const file = join(await postgres.folder(t), 'catalog.dump')
    const whose = ({ host, port, user, database }: typeof source) => [
      `--host=${host}`,
      `--port=${port}`,
      `--username=${user}`,
      `--dbname=${database}`,
    ]
    await postgres.run('pg_dump', [...whose(source), '--format=custom', `--file=${file}`])
    const target = await postgres.start(t)
    await postgres.run('pg_restore', [...whose(target), '--exit-on-error', file])
    t.same(await contentsOf(target), contents)

    await migrate(target, silent)
    const restored = await build(t, {}, target)
    for (const { cursor } of before) {
      const refused = await restored.call('listChanges', { token, query: { after: cursor } })
      t.match([refused.statusCode, refused.json().code], [410, 'feed_epoch_changed'])
    }
    const named = (changes: Change[]) => changes.map(({ id, operation }) => `${id} ${operation}`)
    const after = await read(restored.call)
    t.same(named(after), named(before))
    const made = await make({ name: 'later' }, restored.call)
    t.equal(made.statusCode, 201, made.body)
    t.same(named(await read(restored.call, after.at(-1)?.cursor)), [`${made.json().id} created`])
  },
)
