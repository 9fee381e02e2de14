import Fastify from 'fastify'
import t from 'tap'
import { routes } from '../../generated/routes.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import type { RouteDefinition } from '../../src/contract/route-definition.ts'
import { openDatabase } from '../../src/db/client.ts'
import { publicRoute } from '../../src/http/route-config.ts'
import { routeRules } from '../../src/http/route-rules.ts'
import { completeConfig } from '../../src/identity/development-secrets.ts'
import { testDatabase } from '../database.ts'
import { testSecrets } from '../helper.ts'

t.test('an operation without security, permission or handler is not bound', async (t) => {
  const config = await completeConfig(loadConfig(testSecrets))
  const db = openDatabase(await testDatabase(t), 1)
  t.teardown(() => db.close())
  const [first] = routes as readonly RouteDefinition[]
  const boot = (change: Partial<RouteDefinition>) =>
    buildApp({ config, db, definitions: [{ ...(first as RouteDefinition), ...change }] })
  const closed = /has no security or no known permission: the route is not opened/
  await t.rejects(boot({ security: [] }), closed)
  await t.rejects(boot({ permission: '' }), closed)
  await t.rejects(boot({ permission: 'public' }), closed)
  await t.rejects(boot({ permission: 'catalog:raed' }), closed)
  await t.rejects(boot({ operationId: 'inventAnOperation' }), /inventAnOperation has no handler/)
})

t.test('an app with an additional route does not boot', async (t) => {
  const boot = async (options: object) => {
    const app = Fastify()
    t.teardown(() => app.close())
    await app.register(routeRules)
    app.get('/side', options, async () => 'open')
    await app.ready()
  }
  await t.rejects(boot({}), /routes without a permission: GET \/side/)
  await t.rejects(boot({ config: { rateLimit: false } }), /routes without a permission: GET \/side/)
  await t.resolves(boot({ config: publicRoute }))
  await t.resolves(boot({ config: { operationId: 'getIntegrationSource' } }))
})
