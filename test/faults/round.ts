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

/** What became of one round. */
export interface Round {
  /** Why the process ended, if it did. */
  readonly death: string | undefined
  readonly acknowledged: number
  /** Writes that were acknowledged and are not there as a whole. */
  readonly lost: readonly string[]
  readonly tally: Tally
  /** Milliseconds until reads and writes were answered as usual after the fault. */
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

/** How long workers go on before and after the fault, in milliseconds. */
const calm = 600
const recoveryPatience = 60_000
/** What fails comes back long before; so something waits for ever. In milliseconds. */
const scenarioPatience = 5 * 60_000

/** Lets one scenario happen to a new organization. Afterwards the application runs, in the same process if that lives. */
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

/** Adds to a problem that was answered what the application logged about it. */
function withError(text: string, app: Scene['app']): string {
  const [, requestId] = /"request_id":"([^"]+)"/.exec(text) ?? []
  const line = requestId && app.errorOf(requestId)
  return line ? `${text}\n${line}` : text
}

/** Waits until a read and a write succeed. Returns how long that took in milliseconds, or undefined when it did not. */
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
