import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { administer, startOwnPostgres } from './own-postgres.ts'
import { cloneCheckout, freePort, untilReady, type Walk } from './walk.ts'

/** A data engineer with a PostgreSQL of their own: from a clone to the first described column. */
export const walk: Walk = async (walker) => {
  const { step, run, start } = walker
  const folder = await step('git clone', () => cloneCheckout(walker))
  await step('npm ci', () => run(folder, ['npm', 'ci']))
  const server = await step('a PostgreSQL of its own', () => startOwnPostgres(walker))
  await administer(server, 'postgres', ["CREATE DATABASE shop ENCODING 'UTF8' TEMPLATE template0"])
  await administer(server, 'shop', [
    'CREATE TABLE customers (id bigint PRIMARY KEY, email text)',
    'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, placed_at timestamptz)',
    "COMMENT ON TABLE orders IS 'What was bought.'",
    `GRANT SELECT ON customers, orders TO ${server.user}`,
  ])

  const PORT = await freePort()
  const url = `http://127.0.0.1:${PORT}`
  const stop = await step('npm start, with the setting that allows the host', async () => {
    const end = start(folder, ['npm', 'start'], { PORT, CONNECTOR_ALLOWED_HOSTS: server.host })
    await untilReady(walker, url)
    return end
  })
  const credentials = join(walker.folder, 'reader.json')
  await writeFile(credentials, JSON.stringify({ user: server.user, password: server.password }))
  const sourcePath = await step('npm run connect', async () => {
    const settings = [`host=${server.host}`, `port=${server.port}`, 'database=shop', 'tls.mode=disable']
    const said = await run(
      folder,
      [
        ...['npm', 'run', '--silent', 'connect', '--', '--connector', 'postgresql', '--name', 'Shop'],
        ...['--credentials', credentials, '--database', 'shop'],
        ...settings.flatMap((setting) => ['--set', setting]),
      ],
      { SOURCEBOOK_URL: url },
    )
    return String(/\/api\/integration-sources\/[0-9a-f-]{36}/.exec(said)?.[0])
  })
  await step('the first described column', async () => {
    const token = await run(folder, ['npm', 'run', '--silent', 'token', '--', '--role', 'ORGANIZATION_ADMIN'])
    const call = async (path: string, body?: object) => {
      const answer = await fetch(`${url}${sourcePath}${path}`, {
        headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' },
        ...(body && { method: 'PUT', body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(60_000),
      })
      const value = await answer.json()
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(value)}`)
      return value
    }
    const columns = (await call('/columns')) as { id: string; name: string }[]
    const placed = columns.find(({ name }) => name === 'placed_at')
    if (columns.length !== 5 || !placed) throw new Error(`Found: ${JSON.stringify(columns)}`)
    await call(`/columns/${placed.id}`, { description: 'When the customer paid.' })
    const read = (await call(`/columns/${placed.id}`)) as { description: string }
    if (read.description !== 'When the customer paid.') throw new Error(`Read: ${JSON.stringify(read)}`)
  })
  await step('the end of npm start', stop)
}
