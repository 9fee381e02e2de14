import { createHash } from 'node:crypto'
import t from 'tap'
import { decodeCursor, encodeCursor } from '../../src/http/answering/cursor.ts'
import { build } from '../helper.ts'

t.test('a cursor is accepted by its own list', (t) => {
  const position = [1, 'orders', '01920000-0000-7000-8000-00000000000a']
  const cursor = encodeCursor('tables', position)
  t.strictSame(decodeCursor('tables', cursor), position)
  t.equal(decodeCursor('columns', cursor), undefined, 'other lists refuse it')
  t.equal(decodeCursor('tables', encodeCursor('', position)), undefined)
  t.equal(decodeCursor('tables', cursor.slice(0, -1)), undefined, 'a truncated cursor is refused')
  t.equal(decodeCursor('tables', `x${cursor.slice(1)}`), undefined, 'a cursor with another seal is refused')
  t.equal(decodeCursor('tables', ''), undefined)
  const first = encodeCursor('tables', position)
  const [seal, other] = [first.slice(0, 8), encodeCursor('tables', [2, 'orders', 'b']).slice(8)]
  t.equal(decodeCursor('tables', seal + other), undefined, 'a cursor with another position is refused')
  const made = createHash('sha256').update('tables\n{').digest('base64url').slice(0, 8)
  t.equal(
    decodeCursor('tables', made + Buffer.from('{').toString('base64url')),
    undefined,
    'a cursor that is not JSON is refused',
  )
  t.end()
})

t.test('a list refuses a cursor of another list', async (t) => {
  const { call, tenant, system } = await build(t)
  const [ours, theirs] = [await tenant(), await tenant()]
  const ids: string[] = []
  for (const { admin, params } of [ours, theirs]) {
    for (const name of ['one', 'two']) {
      const created = await call('createIntegrationSourceDatabase', { token: admin, params, body: { name } })
      ids.push(created.json().id)
    }
  }
  const cursorOf = (link: unknown) =>
    String(
      new URL(String(/^<([^>]*)>/.exec(String(link))?.[1]), 'http://localhost').searchParams.get('cursor'),
    )
  const list = (params: Record<string, string>, token: string, query: Record<string, string | number>) =>
    call('listIntegrationSourceDatabases', { params, token, query: { limit: 1, ...query } })
  const cursor = cursorOf((await list(ours.params, ours.admin, {})).headers.link)

  const next = await list(ours.params, ours.admin, { cursor })
  t.match(next.json(), [{ id: ids[1] }])
  const another = await call('createIntegrationSource', {
    token: ours.admin,
    body: {
      name: 'Another',
      source_type: 'warehouse',
      connector_type: 'bigquery',
      configuration: { project: 'example-shop' },
    },
  })
  for (const [params, token] of [
    [{ source_id: another.json().id }, ours.admin],
    [theirs.params, theirs.admin],
    [theirs.params, system],
  ] as const) {
    const refused = await list(params, token, { cursor })
    t.match(refused.json(), { code: 'validation_failed', errors: [{ pointer: '/cursor' }] })
    t.equal(refused.statusCode, 422)
  }
  const sources = await call('listIntegrationSources', { token: ours.admin, query: { limit: 1, cursor } })
  t.equal(sources.statusCode, 422, 'a list of another operation refuses it, too')
})
