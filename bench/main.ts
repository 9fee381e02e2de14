/**
 * Measures Sourcebook against a bare route and the bare driver, on one embedded PostgreSQL, alternating in one run.
 * Prints the table to stdout and the progress to stderr.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { openClient } from '../src/db/client.ts'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { issueToken } from '../src/identity/tokens.ts'
import { type Child, startChild } from './child.ts'
import { type Flags, readFlags, usage } from './flags.ts'
import { loadHttp } from './http-load.ts'
import { machine } from './machine.ts'
import type { Measurement } from './measurement.ts'
import { createResources, type Resources } from './resources.ts'
import { assertSameAnswer } from './same-answer.ts'
import { loadScenarios, type Scenario } from './scenario.ts'
import type { Question } from './servers/parent.ts'
import { type Round, tableOf } from './table.ts'
import { organizationId, seed } from './world.ts'

const poolSize = 10
const warmUpSeconds = 2
const jwtSecret = randomBytes(32).toString('base64')

const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** A database with content, and the three processes that are measured on it. */
async function openWorld(resources: Resources, profileFolder: string | undefined) {
  const folder = await resources.add(mkdtemp(join(tmpdir(), 'sourcebook-bench-')), (path) =>
    rm(path, { recursive: true }),
  )
  say('starting PostgreSQL …')
  const logger = pino({ level: 'warn' }, process.stderr)
  const { connection } = await resources.add(
    startEmbeddedPostgres({ dataDirectory: folder, logger }),
    (server) => server.stop(),
  )
  await migrate(connection, logger)
  const sql = openClient(connection, { max: 1 })
  await seed(sql)
  await sql.end()

  say('starting the processes …')
  const log = await resources.add(open(join(folder, 'sourcebook.log'), 'w'), (file) => file.close())
  const postgres = JSON.stringify(connection)
  const bareArgs = [postgres, String(poolSize)]
  const start = <Ready>(...[name, options]: Parameters<typeof startChild>) =>
    resources.add(startChild<Ready>(name, { ...options, profileFolder }), (child) => child.stop())
  return {
    sourcebook: await start<string>('ours', {
      args: [postgres],
      // As in production, with the default log level: logging is part of what is measured.
      environment: {
        NODE_ENV: 'production',
        PORT: '0',
        DATABASE_URL: 'postgres://unused',
        DATABASE_POOL_SIZE: String(poolSize),
        JWT_SECRET: jwtSecret,
        CREDENTIALS_KEY: randomBytes(32).toString('base64'),
      },
      stdout: log.fd,
    }),
    bare: await start<string>('bare', { args: bareArgs }),
    driver: await start<'ready'>('driver', { args: bareArgs }),
  }
}

type World = Awaited<ReturnType<typeof openWorld>>

/** Measures scenarios one after the other, and the three ways in turn within each. */
async function measure(
  world: World,
  scenarios: ReadonlyMap<string, Scenario>,
  { connections, seconds, rounds }: Flags,
): Promise<Map<string, Round[]>> {
  const token = await issueToken(
    { JWT_SECRET: jwtSecret, JWT_AUDIENCE: 'sourcebook', JWT_ISSUER: undefined },
    { subject: 'bench', organizationId, role: 'ORGANIZATION_ADMIN', kind: 'person' },
    24 * 60 * 60,
  )
  let number = 0
  const nextNumber = () => number++
  const cpuOf = (child: Child<string>) => () => child.ask<number>({ command: 'cpu' })

  const results = new Map<string, Round[]>()
  for (const [name, scenario] of scenarios) {
    const overHttp = (child: Child<string>, seconds: number) =>
      loadHttp({
        url: child.ready,
        scenario,
        connections,
        seconds,
        token,
        nextNumber,
        cpuMicroseconds: cpuOf(child),
      })
    const driven = async (seconds: number) => {
      const question: Question = {
        command: 'drive',
        scenario: name,
        concurrency: connections,
        seconds,
        first: number,
      }
      const measurement = await world.driver.ask<Measurement>(question)
      // A round may end with one more piece of work in each loop than was counted.
      number += Math.ceil(measurement.requestsPerSecond * (seconds + 1)) + connections
      return measurement
    }
    await assertSameAnswer(scenario, [world.sourcebook.ready, world.bare.ready], { token, nextNumber })
    say(`${scenario.title}: warming up`)
    await overHttp(world.sourcebook, warmUpSeconds)
    await overHttp(world.bare, warmUpSeconds)
    await driven(warmUpSeconds)

    const done: Round[] = []
    results.set(scenario.title, done)
    while (done.length < rounds) {
      // The order turns around each time, so that none profits from its place.
      const forward = done.length % 2 === 0
      const first = forward ? await overHttp(world.sourcebook, seconds) : undefined
      const bare = await overHttp(world.bare, seconds)
      const sourcebook = first ?? (await overHttp(world.sourcebook, seconds))
      const round = { sourcebook, 'bare route': bare, 'bare driver': await driven(seconds) }
      done.push(round)
      const rates = Object.entries(round).map(
        ([way, { requestsPerSecond }]) => `${way} ${Math.round(requestsPerSecond)}/s`,
      )
      say(`${scenario.title}: round ${done.length} of ${rounds}: ${rates.join(', ')}`)
    }
  }
  return results
}

/** Those of all scenarios that the flags ask for. Throws when one of them does not exist. */
function choose(all: ReadonlyMap<string, Scenario>, names: readonly string[]): Map<string, Scenario> {
  const unknown = names.find((name) => !all.has(name))
  if (unknown) throw new Error(`There is no scenario ${unknown}; there are ${[...all.keys()].join(', ')}.`)
  return new Map([...all].filter(([name]) => names.length === 0 || names.includes(name)))
}

async function readCommandLine() {
  try {
    const flags = readFlags(process.argv.slice(2))
    return { flags, scenarios: choose(await loadScenarios(), flags.scenarios) }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`)
    process.exit(2)
  }
}

const { flags, scenarios } = await readCommandLine()
const resources = createResources()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    say('interrupted, cleaning up …')
    resources.release().then(() => process.exit(130))
  })
}
try {
  const profileFolder = flags.profileFolder && resolve(flags.profileFolder)
  if (profileFolder) await mkdir(profileFolder, { recursive: true })
  const results = await measure(await openWorld(resources, profileFolder), scenarios, flags)
  process.stdout.write(
    `${machine()}\n${flags.rounds} rounds of ${flags.seconds} s, ${flags.connections} connections, pool of ${poolSize}\n\n${tableOf(results)}`,
  )
} catch (error) {
  // What fails because of an interruption says nothing.
  if (!resources.isReleased()) {
    process.stderr.write(`${(error as Error).stack}\n`)
    process.exitCode = 1
  }
} finally {
  await resources.release()
}
