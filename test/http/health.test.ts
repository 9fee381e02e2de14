import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { closing } from '../../src/http/process/closing.ts'
import { type HealthOptions, health } from '../../src/http/process/health.ts'

async function build(t: Test, options: HealthOptions) {
  const lines: string[] = []
  const app = Fastify({ logger: { level: 'warn', stream: { write: (line: string) => lines.push(line) } } })
  t.teardown(() => app.close())
  await app.register(closing)
  await app.register(health, options)
  return { app, lines }
}

const works = async () => {}
const fails = async () => {
  throw new Error('connect ECONNREFUSED postgres://user:secret@host while SELECT 1')
}

t.test('a process that answers is alive, whatever else fails', async (t) => {
  const { app } = await build(t, { checks: { database: fails } })
  const answer = await app.inject('/livez')
  t.equal(answer.statusCode, 200)
  t.strictSame(answer.json(), { status: 'ok' })
  t.equal(answer.headers['cache-control'], 'no-store')
})

t.test('it is ready when every check succeeds', async (t) => {
  const { app, lines } = await build(t, { checks: { database: works, migrations: works } })
  const answer = await app.inject('/readyz')
  t.equal(answer.statusCode, 200)
  t.match(answer.json(), {
    status: 'ok',
    checks: {
      database: { status: 'ok', duration_ms: Number },
      migrations: { status: 'ok', duration_ms: Number },
    },
  })
  t.equal(answer.headers['cache-control'], 'no-store')
  t.strictSame(lines, [])
})

t.test('it is not ready when a check fails, and the log has the reason', async (t) => {
  const thrower = () => {
    throw new Error('at once')
  }
  const { app, lines } = await build(t, { checks: { database: fails, migrations: works, other: thrower } })
  const answer = await app.inject('/readyz')
  t.equal(answer.statusCode, 503)
  t.match(answer.json(), {
    status: 'unavailable',
    checks: {
      database: { status: 'unavailable', reason: 'failed', duration_ms: Number },
      migrations: { status: 'ok' },
      other: { status: 'unavailable', reason: 'failed' },
    },
  })
  t.notMatch(answer.body, /secret|SELECT|ECONNREFUSED/)
  t.equal(answer.headers['cache-control'], 'no-store')
  t.match(
    lines.map((line) => JSON.parse(line)).find((line) => line.check === 'database'),
    { err: { type: 'Error' } },
  )
})

t.test('a check that hangs times out, and is not started again while it hangs', async (t) => {
  let started = 0
  let letGo = () => {}
  const hangs = () => {
    started += 1
    return new Promise<void>((resolve) => {
      letGo = resolve
    })
  }
  const { app, lines } = await build(t, { checks: { database: hangs }, timeLimitMilliseconds: 30 })
  const answers = await Promise.all([app.inject('/readyz'), app.inject('/readyz')])
  for (const answer of answers) {
    t.equal(answer.statusCode, 503)
    t.match(answer.json(), { checks: { database: { status: 'unavailable', reason: 'timed_out' } } })
    t.ok(answer.json().checks.database.duration_ms >= 25)
  }
  t.equal(started, 1)
  t.equal(lines.length, 2)

  letGo()
  const again = app.inject('/readyz')
  await new Promise((resolve) => setTimeout(resolve, 10))
  letGo()
  t.equal((await again).statusCode, 200, 'a check that has ended is started again')
  t.equal(started, 2)
})

t.test('a check that has ended leaves no timer behind', async (t) => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const { app } = await build(t, { checks: { database: works, other: fails } })
  await app.ready()
  const before = timers()
  await app.inject('/readyz')
  t.equal(timers(), before)
})

t.test('a draining process is alive but not ready, and runs no checks', async (t) => {
  let started = 0
  const counts = async () => {
    started += 1
  }
  const { app } = await build(t, { checks: { database: counts } })
  await app.ready()
  app.startDraining()
  const answer = await app.inject('/readyz')
  t.equal(answer.statusCode, 503)
  t.strictSame(answer.json(), { status: 'draining', checks: {} })
  t.equal(answer.headers['cache-control'], 'no-store')
  t.equal((await app.inject('/livez')).statusCode, 200)
  t.equal(started, 0)
})
