import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { bigquery } from '../../support/lying/bigquery.ts'
import { mysql } from '../../support/lying/mysql.ts'
import { postgresql } from '../../support/lying/postgresql.ts'
import { type LyingServer, type LyingSource, type LyingSystem, secret } from '../../support/lying/server.ts'
import type { Case, Finding, Group, Outcome, Scene } from '../campaign.ts'
import { type Answer, jsonOf } from '../requests.ts'
import { host, serve, silentServer } from '../servers/silent.ts'
import { sources } from '../tenants.ts'

const systems: Readonly<Record<string, LyingSystem>> = {
  PostgreSQL: postgresql,
  MySQL: mysql,
  BigQuery: bigquery,
}

/** Short, so that many cases fit into minutes. In seconds. */
const timeouts = { connect_timeout_seconds: 1, statement_timeout_seconds: 1 }

/** The name of a database that every system can have. */
const databaseName = 'home'

async function createSource(
  { attacker }: Scene,
  { connector_type, configuration, credentials }: LyingSource,
) {
  const id = await attacker.create(sources, {
    name: `Source ${randomUUID()}`,
    source_type: 'database',
    connector_type,
    configuration: { ...configuration, ...timeouts },
    credentials,
  })
  return { id, path: `${sources}/${id}` }
}

/** Finds texts of the server and credentials in an answer, which a tenant may not see. */
const told = (answer: Answer, { credentials }: LyingSource): Finding[] =>
  [secret, ...Object.values(credentials).map(String)]
    .filter((text) => answer.text.includes(text))
    .map((text) => ({
      kind: 'wrong answer',
      detail: `the answer contains ${JSON.stringify(text)}: ${answer.text.slice(0, 300)}`,
    }))

interface Checks {
  readonly checks?: readonly {
    readonly name: string
    readonly status: string
    readonly detail?: string | null
  }[]
}

/** Tests the connection of a source. */
async function testConnection({ attacker }: Scene, path: string, source: LyingSource): Promise<Outcome> {
  const answer = await attacker.send({ method: 'POST', path: `${path}/test-connection` })
  const last = jsonOf<Checks>(answer).checks?.at(-1)
  const findings = told(answer, source)
  if (answer.status !== 200)
    findings.push({ kind: 'wrong answer', detail: `${answer.status}: ${answer.text.slice(0, 200)}` })
  return { note: `${last?.name} ${last?.status}: ${last?.detail ?? ''}`.slice(0, 100), findings }
}

interface Run {
  readonly status: string
  readonly databases?: readonly {
    readonly error_reason?: string | null
    readonly error_detail?: string | null
  }[]
}

const runPatience = 20_000

/** Introspects a source, and waits for the end of the run. `meanwhile` runs at the same time. */
async function introspect(
  { attacker }: Scene,
  path: string,
  source: LyingSource,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<Outcome> {
  await attacker.create(`${path}/databases`, { name: databaseName })
  const run = `${path}/introspection-runs/${await attacker.create(`${path}/introspection-runs`, {})}`
  const begin = Date.now()
  for (;;) {
    const answer = await attacker.send({ path: run })
    const { status, databases = [] } = jsonOf<Run>(answer)
    const isOver = !['queued', 'running'].includes(status)
    if (isOver || Date.now() - begin > runPatience) {
      const reason = databases[0]?.error_reason ?? 'no reason'
      const findings = told(answer, source)
      if (!isOver) {
        findings.push({ kind: 'wrong answer', detail: `the run was still ${status} after ${runPatience} ms` })
        await attacker.send({ method: 'POST', path: `${run}/cancel` })
      }
      return { note: `run ${status}: ${reason}`, findings }
    }
    if (status === 'running') await meanwhile()
    await sleep(100)
  }
}

const meets =
  (
    system: LyingSystem,
    name: string,
    work: (scene: Scene, path: string, source: LyingSource) => Promise<Outcome>,
  ) =>
  async (scene: Scene): Promise<Outcome> => {
    const server = await system.start(name, { address: host })
    try {
      const source = system.source(name, server)
      const { path } = await createSource(scene, source)
      return await work(scene, path, source)
    } finally {
      await server.close()
    }
  }

/** The lies that are also told to runs when there is little time. */
const worst = /scram|copy|endless|for_ever|length|bomb|most|giant|deep|prototype|pages|nonsense/

function casesOf(label: string, system: LyingSystem): Case[] {
  const inTest = system.cases.map(
    (name): Case => ({ name: `test of ${label}: ${name}`, run: meets(system, name, testConnection) }),
  )
  const inRun = system.cases.map(
    (name): Case => ({
      name: `run of ${label}: ${name}`,
      isLong: !worst.test(name),
      run: meets(system, name, introspect),
    }),
  )
  return [...inTest, ...inRun]
}

/** A proxy before two servers: the source is correct when it is tested and hostile when it is read. */
async function turncoat(first: LyingServer, then: LyingServer) {
  let current = first
  const front = await serve((socket) => {
    const back = connect(current.port, current.address)
    back.on('error', () => socket.destroy())
    socket.on('close', () => back.destroy())
    back.on('close', () => socket.destroy())
    socket.pipe(back).pipe(socket)
  })
  const turn = () => {
    current = then
  }
  return { front, turn }
}

const turncoats: readonly [string, string][] = [
  ['PostgreSQL', 'scram_without_salt'],
  ['PostgreSQL', 'scram_most_iterations'],
  ['PostgreSQL', 'copy_in'],
  ['PostgreSQL', 'copy_both'],
  ['PostgreSQL', 'endless_rows'],
  ['PostgreSQL', 'endless_message'],
  ['MySQL', 'endless_rows'],
  ['MySQL', 'endless_packet'],
]

const turningCases = turncoats.map(
  ([label, name]): Case => ({
    name: `${label}: right when it is tested, then ${name}`,
    async run(scene) {
      const system = systems[label] as LyingSystem
      const [honest, lying] = await Promise.all([
        system.start('silence', { truths: 1e6 }),
        system.start(name),
      ])
      const { front, turn } = await turncoat(honest, lying)
      try {
        const source = system.source(name, { address: front.host, port: front.port })
        const { path } = await createSource(scene, source)
        const tested = await testConnection(scene, path, source)
        turn()
        const read = await introspect(scene, path, source)
        return {
          note: `${tested.note}; ${read.note}`,
          findings: [...(tested.findings ?? []), ...(read.findings ?? [])],
        }
      } finally {
        front.close()
        await Promise.all([honest.close(), lying.close()])
      }
    },
  }),
)

/** The child processes of a process, from /proc. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const text = readFileSync(`/proc/${name}/stat`, 'utf8')
        return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]) === pid
      } catch {
        return false
      }
    })
    .map(Number)
}

const killed: Case = {
  name: 'the process that reads a source is killed whenever there is one',
  async run(scene) {
    const server = await silentServer()
    let deaths = 0
    const kill = async () => {
      for (const pid of childrenOf(scene.app.pid)) {
        process.kill(pid, 'SIGKILL')
        deaths += 1
      }
    }
    try {
      const source = postgresql.source('silence', { address: server.host, port: server.port })
      const { path } = await createSource(scene, source)
      const { note, findings = [] } = await introspect(scene, path, source, kill)
      return { note: `${note} after ${deaths} processes were killed`, findings }
    } finally {
      server.close()
    }
  },
}

/** Two tenants of one server get their own answers, and a lie to one does not affect the other. */
const shared: Case = {
  name: 'two tenants that name the same server',
  async run(scene) {
    const server = await postgresql.start('silence', { address: host, truths: 1e6 })
    try {
      const source = postgresql.source('silence', server)
      const one = await createSource(scene, source)
      const other = await createSource({ ...scene, attacker: scene.neighbour }, source)
      const outcomes = await Promise.all([
        testConnection(scene, one.path, source),
        testConnection({ ...scene, attacker: scene.neighbour }, other.path, source),
      ])
      const crossing = await scene.attacker.send({ path: other.path })
      const findings: Finding[] =
        crossing.status === 404 ? [] : [{ kind: 'foreign row', detail: crossing.text.slice(0, 200) }]
      return {
        note: outcomes.map(({ note }) => note).join('; '),
        findings: [...outcomes.flatMap((outcome) => outcome.findings ?? []), ...findings],
      }
    } finally {
      await server.close()
    }
  },
}

export const connectors: Group = {
  name: 'connectors',
  description: 'PostgreSQL, MySQL and BigQuery that lie, in tests of connections and in runs',
  atOnce: 6,
  cases: () => [
    ...Object.entries(systems).flatMap(([label, system]) => casesOf(label, system)),
    ...turningCases,
    killed,
    shared,
  ],
}
