import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { build } from '../helper.ts'
import { recordedLog } from '../support/recorded-log.ts'

t.test('the log has one line for a request, without the token and the body', async (t) => {
  const { config, database: db, tenant } = await build(t)
  const { params, admin } = await tenant()
  const { logger, lines, saw } = recordedLog()
  const app = await buildApp({ config, db, logger })
  t.teardown(() => app.close())
  const url = `/api/integration-sources/${params.source_id}/databases`
  const post = (payload: object) =>
    app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${admin}` }, payload })
  await post({ name: 'confidential', description: 'nobody else may read this' })
  await post({ name: 'confidential', priority: 'nobody else may read this' })
  await app.inject({ url: '/no/such/path' })
  await saw('/no/such/path')

  const requests = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request')
  t.match(requests, [
    { method: 'POST', url, operation: 'createIntegrationSourceDatabase', status: 201, reqId: /-/ },
    { method: 'POST', url, operation: 'createIntegrationSourceDatabase', status: 422 },
    { method: 'GET', url: '/no/such/path', status: 404 },
  ])
  t.equal(requests.length, 3)
  t.notMatch(lines.join(), 'nobody else')
  t.notMatch(lines.join(), 'confidential')
  t.notMatch(lines.join(), admin.slice(-20))
})
