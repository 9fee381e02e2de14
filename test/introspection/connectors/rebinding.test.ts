import { once } from 'node:events'
import { createServer } from 'node:net'
import t from 'tap'
import { parseAllowedHosts } from '../../../src/allowed-hosts.ts'
import { openConnector as openBigquery } from '../../../src/introspection/connectors/bigquery/connector.ts'
import { openConnector as openMysql } from '../../../src/introspection/connectors/mysql/connector.ts'
import type { Lookup } from '../../../src/introspection/connectors/network.ts'
import { openConnector as openPostgres } from '../../../src/introspection/connectors/postgresql/connector.ts'
import { mysql } from '../../support/lying/mysql.ts'
import { postgresql } from '../../support/lying/postgresql.ts'
import { collected, reasonOf } from './support.ts'

/** Stands for a public address; the other one is that of this machine. */
const [publicAddress, ownAddress] = ['127.0.0.9', '127.0.0.1']
const network = (lookup: Lookup) => ({ allowedHosts: parseAllowedHosts(publicAddress), lookup })

/** A resolver whose first answer is the public address, and later ones that of this machine. */
function rebinding() {
  const asked: string[] = []
  const lookup: Lookup = async (host) => {
    asked.push(host)
    return [{ address: asked.length === 1 ? publicAddress : ownAddress }]
  }
  return { asked, lookup }
}

for (const [name, system, openConnector] of [
  ['postgresql', postgresql, openPostgres],
  ['mysql', mysql, openMysql],
] as const) {
  t.test(`a name that resolves to another address at the second connection of ${name}`, async (t) => {
    const server = await system.start('silence', { address: publicAddress, truths: 1000 })
    t.teardown(() => server.close())
    let visits = 0
    const inside = createServer(() => {
      visits += 1
    }).listen(server.port, ownAddress)
    await once(inside, 'listening')
    t.teardown(() => inside.close())
    const { asked, lookup } = rebinding()
    const { configuration, credentials } = system.source('silence', server)
    const given = { configuration: { ...configuration, host: 'rebinding.example' }, credentials }
    const connector = openConnector(given, network(lookup))
    t.match(
      (await connector.testConnection()).map(({ name, status }) => `${name} ${status}`),
      ['resolve passed', 'connect passed'],
    )
    t.equal(server.connections(), 1)
    await connector.close()
    t.equal(await reasonOf(collected(connector.tables('home'))), 'host_not_allowed')
    t.match(await connector.testConnection(), [
      { name: 'resolve', status: 'failed', detail: /^The host is not a public one/ },
    ])
    t.strictSame(asked, Array(3).fill('rebinding.example'), 'each connection resolves the name')
    t.equal(visits, 0)
    t.equal(server.connections(), 1)
  })
}

t.test('a name that resolves to another address at the second connection of BigQuery', async (t) => {
  const { asked, lookup } = rebinding()
  const connector = openBigquery(
    { configuration: { project: 'home' }, credentials: { access_token: 'token' } },
    network(lookup),
  )
  // Whether something listens on port 443 or not, this address is connected to.
  t.match(await reasonOf(connector.listDatabases()), /^(connection_refused|tls_refused|connection_lost)$/)
  t.equal(await reasonOf(connector.listDatabases()), 'host_not_allowed')
  t.strictSame(asked, Array(2).fill('bigquery.googleapis.com'), 'each connection resolves the name')
  await connector.close()
})
