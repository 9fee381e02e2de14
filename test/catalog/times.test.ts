import t from 'tap'
import { routes } from '../../generated/routes.ts'
import type { JsonSchema } from '../../src/contract/route-definition.ts'
import { build } from '../helper.ts'
import { everyResource } from '../support/every-resource.ts'

const isTime = ({ format, anyOf = [] }: JsonSchema): boolean =>
  format === 'date-time' || (anyOf as JsonSchema[]).some(isTime)

/** Every member of an update that is a time, by operation. */
const updates = routes.flatMap(({ method, url, operationId, schema: { body } }) => {
  const times = Object.entries((body?.properties ?? {}) as Record<string, JsonSchema>)
    .filter(([, schema]) => isTime(schema))
    .map(([name]) => name)
  return method === 'PUT' && times.length > 0 ? [{ url, operationId, times }] : []
})

/** Times as clients write them, and as they are answered. */
const times = [
  ...['0001-01-01T00:00:00.000Z', '0012-05-06T00:00:00.000Z', '0023-05-06T07:08:09.000Z'],
  ...['0031-12-31T23:59:59.999Z', '0099-12-31T00:00:00.000Z', '0100-01-01T00:00:00.000Z'],
  ...['1582-10-10T00:00:00.000Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
]

t.test('every time is read as it was written, by every operation', async (t) => {
  const built = await build(t)
  const { app, admin, params } = { ...built, ...(await everyResource(built)) }
  const send = async (method: 'GET' | 'PUT', url: string, payload?: object, accept = 'application/json') => {
    const headers = { authorization: `Bearer ${admin}`, accept }
    return app.inject({ method, url, headers, ...(payload && { payload }) })
  }
  const pathOf = (url: string) => url.replace(/:(\w+)/g, (_, name) => String(params[name]))
  t.ok(updates.length >= 7, `${updates.length} operations`)
  for (const time of times) {
    for (const { url, operationId, times: members } of updates) {
      if (operationId === 'putDescriptionLayer') continue
      const path = pathOf(url)
      const given = Object.fromEntries(members.map((name) => [name, time]))
      // The time of a description means nothing without a description.
      const written = await send('PUT', path, { description: `In ${time}`, ...given })
      t.match(written.json(), given, `${operationId} ${time}: ${written.body}`)
      const read = await send('GET', path.replace(/by-name\/.*$/, String(params.database_id)))
      t.match(read.json(), given, `${operationId} ${time}, read: ${read.body}`)
    }
    // One row must not break a list, a stream or the feed.
    for (const { method, url, operationId, schema } of routes) {
      const needed = ((schema.querystring?.required ?? []) as string[]).length
      if (method !== 'GET' || needed > 0 || !url.startsWith('/api/')) continue
      if (url.replace(/:(\w+)/g, (all, name) => (name in params ? '' : all)).includes(':')) continue
      const kinds = Object.keys(schema.response[200]?.content ?? {})
      for (const kind of kinds.filter((each) => /json/.test(each))) {
        const answer = await send('GET', pathOf(url), undefined, kind)
        t.ok(answer.statusCode < 500, `${operationId} as ${kind}: ${answer.statusCode}`)
        t.notMatch(answer.body, 'internal_error', `${operationId} as ${kind}`)
      }
    }
    const columns = await send('GET', pathOf('/api/integration-sources/:source_id/columns'))
    t.match(columns.json(), [{ last_analyzed: time, description_generated_at: time }])
    const lines = await send(
      'GET',
      pathOf('/api/integration-sources/:source_id/tables'),
      undefined,
      'application/x-ndjson',
    )
    t.match(JSON.parse(lines.body), { earliest_timestamp: time, latest_timestamp: time })
  }
})

t.test('a time outside the range of the contract is refused', async (t) => {
  const { call, tenant } = await build(t)
  const { admin, params } = await tenant()
  for (const last_sync_at of [
    '0000-01-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    'infinity',
    '0001-01-01T00:00:00+01:00',
  ]) {
    const refused = await call('updateIntegrationSource', { params, token: admin, body: { last_sync_at } })
    t.match(
      refused.json(),
      { code: 'validation_failed', errors: [{ pointer: '/last_sync_at' }] },
      last_sync_at,
    )
  }
})
