import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { administer, startOwnPostgres, urlOf } from './own-postgres.ts'
import { cloneCheckout, freePort, untilReady, type Walk } from './walk.ts'

/** An operator with an empty server: from a clone to a restored backup, in production. */
export const walk: Walk = async (walker) => {
  const { step, run, start, until } = walker
  const folder = await step('git clone', () => cloneCheckout(walker))
  await step('npm ci', () => run(folder, ['npm', 'ci']))
  await step('npm run build', () => run(folder, ['npm', 'run', 'build']))
  await step('npm prune --omit=dev', () => run(folder, ['npm', 'prune', '--omit=dev']))
  const server = await step('a PostgreSQL of its own', () => startOwnPostgres(walker))
  await administer(server, 'postgres', [
    "CREATE DATABASE shop ENCODING 'UTF8' TEMPLATE template0",
    `CREATE DATABASE restored OWNER ${server.user} ENCODING 'UTF8' TEMPLATE template0`,
  ])
  await administer(server, 'shop', [
    'CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamptz NOT NULL)',
    "COMMENT ON COLUMN orders.placed_at IS 'When the customer paid.'",
    `GRANT SELECT ON orders TO ${server.user}`,
  ])

  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const [oldKey, newKey] = ['old', 'new'].map((name) => `${name}:${randomBytes(32).toString('hex')}`)
  const environment = {
    NODE_ENV: 'production',
    PORT: port,
    DATABASE_URL: urlOf(server, server.database),
    JWT_SECRET: randomBytes(32).toString('base64'),
    CREDENTIALS_KEY: oldKey,
    CONNECTOR_ALLOWED_HOSTS: server.host,
    INTROSPECTION_WORKERS: '0',
    SHUTDOWN_DELAY_SECONDS: '0',
  }

  const setup = ['npm', 'run', '--silent', 'setup', '--', '--organization', 'Acme']
  const token = await step('npm run setup', async () => {
    const said = await run(folder, setup, environment)
    return String(/^export SOURCEBOOK_TOKEN=(sbk_\w+)$/m.exec(said)?.[1])
  })
  await step('npm run setup, again', async () => {
    const said = await run(folder, setup, environment)
    if (!/^Set up already:\n.* Acme\n/.test(said)) throw new Error(`A second setup said: ${said}`)
  })

  const call = async (path: string, body?: object) => {
    const answer = await fetch(`${url}/api${path}`, {
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    })
    const value = await answer.json()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(value)}`)
    return value as Record<string, string>
  }
  const startBoth = async (settings: typeof environment) => {
    const endings = [
      ['npm', 'start'],
      ['npm', 'run', 'worker'],
    ].map((command) => start(folder, command, settings))
    await untilReady(walker, url)
    return async () => {
      await Promise.all(endings.map((end) => end()))
    }
  }
  const introspect = async (sourceId: string) => {
    const runs = `/integration-sources/${sourceId}/introspection-runs`
    const { id } = await call(runs, {})
    let state = ''
    await until('the run ends', async () => {
      state = String((await call(`${runs}/${id}`)).status)
      return !['queued', 'running'].includes(state)
    })
    if (state !== 'succeeded') throw new Error(`The run: ${JSON.stringify(await call(`${runs}/${id}`))}`)
  }

  let stop = await step('npm start and npm run worker', () => startBoth(environment))
  const sourceId = await step('a source with credentials, introspected by the worker', async () => {
    const source = await call('/integration-sources', {
      name: 'Shop',
      source_type: 'database',
      connector_type: 'postgresql',
      configuration: { host: server.host, port: server.port, database: 'shop', tls: { mode: 'disable' } },
      credentials: { user: server.user, password: server.password },
    })
    await call(`/integration-sources/${source.id}/databases`, { name: 'shop' })
    await introspect(String(source.id))
    return String(source.id)
  })
  const isDescribed = async () => {
    const columns = JSON.stringify(await call(`/integration-sources/${sourceId}/columns`))
    if (!columns.includes('When the customer paid.')) throw new Error(`Found: ${columns}`)
  }
  await step('the description of a column', isDescribed)

  await step('npm run credentials:rotate', async () => {
    const both = { ...environment, CREDENTIALS_KEY: `${newKey},${oldKey}` }
    const said = await run(folder, ['npm', 'run', '--silent', 'credentials:rotate'], both)
    if (!said.includes('1 were encrypted again')) throw new Error(`The rotation said: ${said}`)
  })
  await step('npm start and npm run worker with the new key alone', async () => {
    await stop()
    stop = await startBoth({ ...environment, CREDENTIALS_KEY: newKey })
    await introspect(sourceId)
  })

  const file = join(walker.folder, 'backup.gz')
  await step('npm run backup', () => run(folder, ['npm', 'run', 'backup', '--', file], environment))
  const restored = { ...environment, CREDENTIALS_KEY: newKey, DATABASE_URL: urlOf(server, 'restored') }
  await step('npm run restore into another database', async () => {
    await stop()
    await run(folder, ['npm', 'run', 'restore', '--', file], restored)
  })
  await step('npm start on what was restored', async () => {
    stop = await startBoth(restored)
    await isDescribed()
    await introspect(sourceId)
    await stop()
  })
}
