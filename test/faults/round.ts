import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, type Tally } from './client.ts'
import type { Scenario, Scene } from './scenario.ts'
import { readStored } from './stored.ts'
import { bulkStatuses } from './work/bulk-statuses.ts'
import { creates } from './work/creates.ts'
import { deletes } from './work/deletes.ts'
import { descriptionLayers } from './work/description-layers.ts'
import { keyedCreates } from './work/keyed-creates.ts'
import { proposals } from './work/proposals.ts'
import { feeds, gets, longLists, streams } from './work/readers.ts'
import { snapshots } from './work/snapshots.ts'
import { updates } from './work/updates.ts'
import type { Worker } from './work/writer.ts'
import { createWorld, halfWrites, type World } from './world.ts'

/** The outcome of one round. */
export interface Round {
  /** Why the process ended, if it did. */
  readonly death: string | undefined
  readonly acknowledged: number
  /** Acknowledged writes that are not stored completely. */
  readonly lost: readonly string[]
  readonly tally: Tally
  /** Milliseconds after the fault until reads and writes succeed as usual. */
  readonly recovery: number
}

const allWork = [
  creates,
  keyedCreates,
  updates,
  snapshots,
  bulkStatuses,
  deletes,
  descriptionLayers,
  proposals,
  gets,
  longLists,
  streams,
  feeds,
]

/** How long workers run before and after the fault, in milliseconds. */
const calm = 600
const recoveryPatience = 60_000
/** The failing part recovers long before this; something hangs. In milliseconds. */
const scenarioPatience = 5 * 60_000

/** Runs one scenario for a new organization. Starts the application again if its process ended. */
export async function carryOutRound(
  { app, server, ...settings }: Omit<Scene, 'world'>,
  { inflict }: Scenario,
): Promise<Round> {
  const world = await createWorld(app)
  const client = createClient(world.tenant)
  const workers: Worker[] = []
  for (const createWorker of allWork) workers.push(await createWorker(world, client))
  let isOver = false
  const work = Promise.all(
    workers.map(async (worker) => {
      while (!isOver && app.death === undefined) await worker.step()
    }),
  )
  await sleep(calm)
  const wrong = await Promise.race([
    inflict({ app, server, world, ...settings }),
    sleep(scenarioPatience, [`the scenario was not over after ${scenarioPatience} ms`], { ref: false }),
  ])
  for (const text of wrong ?? []) client.wrong(text)
  const { death } = app
  const recovery = death === undefined ? await recover(world) : 0
  if (recovery === undefined) client.wrong(`nothing was written ${recoveryPatience} ms after the fault`)
  await sleep(calm)
  isOver = true
  await work
  const lastDeath = app.death
  if (lastDeath !== undefined) await app.restart({ keep: true })
  const stored = await readStored(world.tenant, world.sourceId, server)
  const failed = [...world.acknowledged, ...world.standing].flatMap((check) => check(stored) ?? [])
  return {
    death: lastDeath,
    acknowledged: world.acknowledged.length,
    lost: [...failed, ...halfWrites(stored)],
    tally: { ...client.tally, wrong: client.tally.wrong.map((text) => withError(text, app)) },
    recovery: recovery ?? recoveryPatience,
  }
}

/** Adds to a problem what the application logged about it. */
function withError(text: string, app: Scene['app']): string {
  const [, requestId] = /"request_id":"([^"]+)"/.exec(text) ?? []
  const line = requestId && app.errorOf(requestId)
  return line ? `${text}\n${line}` : text
}

/** Waits until a read and a write succeed. Returns after how many milliseconds, or undefined if never. */
async function recover({ tenant, source }: World): Promise<number | undefined> {
  const begin = Date.now()
  for (let number = 0; Date.now() - begin < recoveryPatience; number += 1) {
    const read = await tenant.send({ path: source })
    const write = await tenant.send({
      method: 'PUT',
      path: `${source}/databases/by-name/recovered`,
      body: { priority: number },
    })
    if (read.status === 200 && write.status < 300 && write.status > 0) return Date.now() - begin
    await sleep(20)
  }
  return undefined
}
