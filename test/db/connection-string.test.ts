import t from 'tap'
import { openClient } from '../../src/db/client.ts'
import { splitSocketFolder } from '../../src/db/connection-string.ts'
import { testDatabase } from '../database.ts'

t.test('the folder of a socket is removed from the connection string', async (t) => {
  t.strictSame(splitSocketFolder('postgres://ada:x@%2Frun%2Fpg:5433/shop?sslmode=disable'), {
    url: 'postgres://ada:x@localhost:5433/shop?sslmode=disable',
    host: '/run/pg',
  })
  t.strictSame(splitSocketFolder('postgres://ada@localhost/shop?host=/run/pg'), {
    url: 'postgres://ada@localhost/shop',
    host: '/run/pg',
  })
  t.strictSame(splitSocketFolder('postgres:///shop?host=/run/pg'), {
    url: 'postgres:///shop',
    host: '/run/pg',
  })
})

t.test('other connection strings are unchanged', async (t) => {
  for (const url of ['postgres://a:b%2F@db.example:5432/shop', 'postgres://a@one:5432,two:5432/shop']) {
    t.strictSame(splitSocketFolder(url), { url })
  }
})

t.test('both forms reach the server', async (t) => {
  const { host, port, user, database } = await testDatabase(t)
  const folder = encodeURIComponent(host)
  for (const url of [
    `postgres://${user}@${folder}:${port}/${database}`,
    `postgres://${user}@localhost:${port}/${database}?host=${folder}`,
  ]) {
    const client = openClient(url, { max: 1 })
    t.teardown(() => client.end({ timeout: 5 }))
    t.match(await client`SELECT current_database() AS name`, [{ name: database }])
  }
})
