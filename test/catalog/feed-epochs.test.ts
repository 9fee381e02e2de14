import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { createChangeRepository } from '../../src/catalog/changes/repository.ts'
import { openClient } from '../../src/db/client.ts'
import { superuserName } from '../../src/db/embedded/roles.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { TestConnection } from '../database.ts'
import { build } from '../helper.ts'

interface Change {
  cursor: string
  id: string
  changed_fields: string[]
}

/** Runs a statement in the database of a test as the superuser. */
async function runIn(connection: TestConnection, statement: string): Promise<void> {
  const client = openClient({ ...connection, user: superuserName }, { max: 1 })
  await client.unsafe(statement).finally(() => client.end({ timeout: 5 }))
}

const silent = { info: () => undefined }

t.test('epochs of the change feed', async (t) => {
  const { call, connection, database: db, others, tenant } = await build(t)

  /** Waits until the server has no transaction older than the changes: other tests on it may have some. */
  const settled = async () => {
    const isOpen = sql`SELECT FROM changes WHERE epoch = (SELECT max(epoch) FROM change_epochs)
      AND transaction_id >= pg_snapshot_xmin(pg_current_snapshot())
      AND transaction_id < pg_snapshot_xmax(pg_current_snapshot())`
    while ((await others.execute(isOpen)).length > 0) await sleep(5)
  }
  const page = async (token: string, after?: string, limit = 1000) => {
    await settled()
    return call('listChanges', { token, query: { limit, ...(after && { after }) } })
  }
  const follow = async (token: string, after?: string): Promise<Change[]> => {
    const answer = await page(token, after)
    t.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }
  /** Reads the feed in pages of one change, so that there is a cursor between any two. */
  const followByOne = async (token: string): Promise<Change[]> => {
    const all: Change[] = []
    for (;;) {
      const [next] = (await page(token, all.at(-1)?.cursor, 1)).json()
      if (!next) return all
      all.push(next)
    }
  }
  const rename = (params: { source_id: string }, token: string, name: string) =>
    call('updateIntegrationSource', { params, token, body: { name } })
  const epochs = async () =>
    (await others.execute<{ epoch: number }>('SELECT epoch FROM change_epochs ORDER BY epoch')).map(
      ({ epoch }) => epoch,
    )
  /**
   * The state after a restore on another server: another transaction wrote the rows, and the transaction ids
   * of the changes belong to the old server. Here they are far ahead of the current ones, as from an older
   * server.
   */
  const restore = () =>
    others.transaction(async (transaction) => {
      await transaction.execute(
        'UPDATE changes SET transaction_id = (transaction_id::text::bigint + 1000000)::text::xid8',
      )
      await transaction.execute(`CREATE TEMPORARY TABLE dump ON COMMIT DROP AS SELECT * FROM change_epochs`)
      await transaction.execute('DELETE FROM change_epochs')
      await transaction.execute('INSERT INTO change_epochs SELECT * FROM dump')
    })

  t.test('after a restore every change is read once, and cursors from before it are refused', async (t) => {
    const { admin, params } = await tenant()
    for (const name of ['one', 'two', 'three']) await rename(params, admin, name)
    const before = await followByOne(admin)
    t.equal(before.length, 5)
    const code = async (cursor: string) => (await page(admin, cursor)).json().code ?? 200
    const known = await epochs()

    await restore()
    for (const { cursor } of before) t.equal(await code(cursor), 'feed_epoch_changed')
    t.same(await epochs(), [...known, (known.at(-1) as number) + 1], 'reading the feed began an epoch')

    await rename(params, admin, 'four')
    const after = await followByOne(admin)
    t.same(
      after.map(({ id, changed_fields }) => [id, changed_fields]),
      [...before, { id: params.source_id, changed_fields: ['name'] }].map(({ id, changed_fields }) => [
        id,
        changed_fields,
      ]),
      'the changes from before, all of them, and the new ones',
    )
    for (const [index, { cursor }] of after.entries()) {
      t.same(await follow(admin, cursor), after.slice(index + 1), 'from any position on')
    }
    t.equal(await code(String(before.at(-1)?.cursor)), 'feed_epoch_changed', 'the old cursor stays refused')

    await restore()
    await rename(params, admin, 'five')
    t.equal(
      (await follow(admin)).length,
      7,
      'written in the epoch before, since nobody had read the feed yet',
    )
    t.equal(await code(String(after.at(-1)?.cursor)), 'feed_epoch_changed')
  })

  t.test('a start begins an epoch only when the database was restored', async (t) => {
    const known = await epochs()
    await migrate(connection, silent)
    t.same(await epochs(), known)
    await restore()
    await Promise.all([migrate(connection, silent), migrate(connection, silent)])
    t.same(await epochs(), [...known, (known.at(-1) as number) + 1])
    t.equal(await createChangeRepository(db).currentEpoch(), (known.at(-1) as number) + 1)
  })

  t.test('an equal transaction number on another server is noticed', async (t) => {
    const known = await epochs()
    await others.execute(
      `WITH gone AS (DELETE FROM change_epochs WHERE epoch = ${known.at(-1)} RETURNING epoch)
       INSERT INTO change_epochs (epoch, server) SELECT epoch + 1, 'another' FROM gone`,
    )
    await migrate(connection, silent)
    t.equal((await epochs()).at(-1), (known.at(-1) as number) + 2)
  })

  t.test('a role that may not read the identifier of the server works without it', async (t) => {
    await runIn(connection as TestConnection, 'REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC')
    const known = await epochs()
    await migrate(connection, silent)
    t.same(await epochs(), known)
    await restore()
    await migrate(connection, silent)
    t.same(await epochs(), [...known, (known.at(-1) as number) + 1])
    t.same(await others.execute('SELECT server FROM change_epochs ORDER BY epoch DESC LIMIT 1'), [
      { server: null },
    ])
  })

  t.test('a lost history is noticed when only the files were copied', async (t) => {
    const { admin, params } = await tenant()
    await rename(params, admin, 'kept')
    const all = await follow(admin)
    const cursorOf = (number: number) => String(all.at(number)?.cursor)
    await others.execute(
      sql`UPDATE changes SET occurred_at = occurred_at + interval '1 second' WHERE resource_id = ${params.source_id} AND changed_fields = '{name}'`,
    )
    t.equal(
      (await page(admin, cursorOf(-1))).json().code,
      'feed_epoch_changed',
      'another change has its position',
    )
    t.equal((await page(admin, cursorOf(-2))).statusCode, 200)
    await others.execute(sql`DELETE FROM changes WHERE resource_id = ${params.source_id}`)
    t.equal((await page(admin, cursorOf(-1))).json().code, 'feed_epoch_changed', 'no change has its position')
  })
})
