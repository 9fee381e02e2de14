import type { Child } from './child.ts'
import type { Flags } from './flags.ts'
import { loadHttp } from './http-load.ts'
import type { Measurement } from './measurement.ts'
import { type Rig, say } from './rig.ts'
import { assertSameAnswer } from './same-answer.ts'
import type { Scenario } from './scenario.ts'
import type { Question } from './servers/parent.ts'
import type { Round } from './table.ts'
import { seed } from './world.ts'

const warmUpSeconds = 2

/** Measures scenarios one after the other, with the three ways in turn in each round. */
export async function compare(
  rig: Rig,
  scenarios: ReadonlyMap<string, Scenario>,
  { connections, seconds, rounds }: Flags,
): Promise<Map<string, Round[]>> {
  const postgres = await rig.createDatabase('scenarios', seed)
  say('starting the processes …')
  const ours = await rig.startOurs(postgres)
  const bare = await rig.startBare(postgres)
  const driver = await rig.startDriver(postgres)
  const { token } = rig
  let number = 0
  const nextNumber = () => number++

  const results = new Map<string, Round[]>()
  for (const [name, scenario] of scenarios) {
    const overHttp = (child: Child<string>, seconds: number) =>
      loadHttp({ child, scenario, connections, seconds, token, nextNumber })
    const driven = async (seconds: number) => {
      const question: Question = {
        command: 'drive',
        scenario: name,
        concurrency: connections,
        seconds,
        first: number,
      }
      const measurement = await driver.ask<Measurement>(question)
      // Each loop of a round may finish one more piece of work than was counted.
      number += Math.ceil(measurement.requestsPerSecond * (seconds + 1)) + connections
      return measurement
    }
    await assertSameAnswer(scenario, [ours.ready, bare.ready], { token, nextNumber })
    say(`${scenario.title}: warming up`)
    await overHttp(ours, warmUpSeconds)
    await overHttp(bare, warmUpSeconds)
    await driven(warmUpSeconds)

    const done: Round[] = []
    results.set(scenario.title, done)
    while (done.length < rounds) {
      // Each round reverses the order, so that no way benefits from its position.
      const forward = done.length % 2 === 0
      const first = forward ? await overHttp(ours, seconds) : undefined
      const plain = await overHttp(bare, seconds)
      const sourcebook = first ?? (await overHttp(ours, seconds))
      const round = { sourcebook, 'bare route': plain, 'bare driver': await driven(seconds) }
      done.push(round)
      const rates = Object.entries(round).map(
        ([way, { requestsPerSecond }]) => `${way} ${Math.round(requestsPerSecond)}/s`,
      )
      say(`${scenario.title}: round ${done.length} of ${rounds}: ${rates.join(', ')}`)
    }
  }
  for (const child of [ours, bare, driver]) await child.stop()
  return results
}
