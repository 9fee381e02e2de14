import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddedConnection } from '../../src/db/embedded/instance-lock.ts'
import type { Child } from '../child.ts'
import { markdownTable, spreadText } from '../markdown.ts'
import { type Spread, spreadOf } from '../measurement.ts'
import { type Rig, say } from '../rig.ts'
import type { LoopDelay } from '../servers/parent.ts'
import type { Trial } from '../trial.ts'
import { createOrganization } from '../world.ts'

const rows = 300
/**
 * Values of about 4,000 characters that match until their end: the worst case for patterns that backtrack.
 */
const kinds = [
  `repeat('word ', 800)`,
  `repeat('a.b', 1333) || '@'`,
  `repeat('1-', 2000) || 'x'`,
  `'https://' || repeat('a/', 2000) || ' '`,
  `repeat('{"a":[', 666)`,
  `repeat('2024-01-01 ', 363)`,
]
const columns = Array.from({ length: 60 }, (_, column) => kinds[column % kinds.length] as string)
const pollEveryMilliseconds = 5

async function createDatabase(rig: Rig, server: EmbeddedConnection, name: string): Promise<void> {
  const outside = await rig.connect(JSON.stringify(server))
  await outside`CREATE DATABASE ${outside(name)}`
  const sql = await rig.connect(JSON.stringify({ ...server, database: name }))
  const values = columns.map((value, column) => `n || ' ' || ${value} AS value_${column}`)
  await sql.unsafe(
    `CREATE TABLE documents AS SELECT n AS id, ${values} FROM generate_series(1, ${rows}) AS n`,
  )
  await sql`VACUUM (ANALYZE)`
}

/** Requests /livez every few milliseconds while the work runs. */
async function latenciesWhile(ours: Child<string>, work: () => Promise<void>) {
  let isOver = false
  const over = work().finally(() => {
    isOver = true
  })
  const milliseconds: number[] = []
  await ours.ask({ command: 'loop delay' })
  while (!isOver) {
    const started = performance.now()
    await (await fetch(`${ours.ready}/livez`)).arrayBuffer()
    milliseconds.push(performance.now() - started)
    await sleep(pollEveryMilliseconds)
  }
  await over
  const { greatest } = await ours.ask<LoopDelay>({ command: 'loop delay' })
  milliseconds.sort((one, other) => one - other)
  const at = (share: number) => milliseconds[Math.floor((milliseconds.length - 1) * share)] as number
  return { p50: at(0.5), p99: at(0.99), greatest: at(1), loop: greatest }
}

/** Profiles the database once. */
async function profile(url: string, token: string, source: string): Promise<void> {
  const runs = `${url}/api/integration-sources/${source}/introspection-runs`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  let response = await fetch(runs, { method: 'POST', headers, body: '{"profile":true}' })
  let run = (await response.json()) as { id: string; status: string; columns_done: number }
  while (run.status === 'queued' || run.status === 'running') {
    await sleep(100)
    response = await fetch(`${runs}/${run.id}`, { headers })
    run = (await response.json()) as typeof run
  }
  if (run.status !== 'succeeded') throw new Error(`the run ended as ${JSON.stringify(run)}`)
}

async function createSource(url: string, token: string, server: EmbeddedConnection, name: string) {
  const { host, port, user, password } = server
  const send = async (path: string, body: object) => {
    const response = await fetch(`${url}/api/integration-sources${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path} was answered with ${response.status} ${await response.text()}`)
    return (await response.json()) as { id: string }
  }
  const { id } = await send('', {
    name: 'To profile',
    source_type: 'database',
    connector_type: 'postgresql',
    configuration: { host, port, tls: { mode: 'disable' } },
    credentials: { user, password },
  })
  await send(`/${id}/databases`, { name })
  return id
}

/** How long others wait while the process that answers them also profiles a table of long values. */
export const trial: Trial = {
  title: `Waiting of others while ${rows} rows of ${columns.length} columns of about 4,000 characters are profiled`,
  async run(rig, { rounds }) {
    const postgres = await rig.createDatabase('profile', createOrganization)
    const server: EmbeddedConnection = JSON.parse(postgres)
    await createDatabase(rig, server, 'profiled')
    const ours = await rig.startOurs(postgres, 'with workers')
    const source = await createSource(ours.ready, rig.token, server, 'profiled')
    const ways = { nothing: () => sleep(5000), 'a profile': () => profile(ours.ready, rig.token, source) }
    // The first run compiles the code.
    await ways['a profile']()
    const measured = Object.entries(ways).map(([way, work]) => ({
      way,
      work,
      rounds: [] as Awaited<ReturnType<typeof latenciesWhile>>[],
    }))
    for (let round = 1; round <= rounds; round += 1)
      for (const { way, work, rounds: own } of measured) {
        own.push(await latenciesWhile(ours, work))
        say(
          `profile: round ${round} of ${rounds}: beside ${way}: at most ${own.at(-1)?.greatest.toFixed(1)} ms`,
        )
      }
    await ours.stop()
    const text = (spread: Spread) => spreadText(spread, (figure) => figure.toFixed(1))
    return markdownTable(
      ['beside', 'GET /livez: p50 ms', 'p99 ms', 'greatest ms', 'greatest delay of the event loop, ms'],
      measured.map(({ way, rounds: own }) => [
        way,
        ...(['p50', 'p99', 'greatest', 'loop'] as const).map((figure) =>
          text(spreadOf(own.map((round) => round[figure]))),
        ),
      ]),
    )
  },
}
