/**
 * Measures in another process, since the campaign keeps its own one busy: the latency of /livez, and
 * of a read of another tenant. Runs until it is stopped, and then sends the results.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { send } from '../requests.ts'
import { summarize } from './durations.ts'
import type { Measurement, ProbeQuestion } from './prober.ts'

const pause = { livez: 20, neighbour: 40 }
const patience = 10_000

let probing: { stop(): Promise<Measurement> } | undefined

function probe({ url, path, token, expected }: Exclude<ProbeQuestion, 'stop'>) {
  let isOver = false
  const livez: number[] = []
  const neighbour: number[] = []
  const failures: string[] = []
  let foreign = 0
  const live = async () => {
    while (!isOver) {
      const answer = await send(url, { path: '/livez', patience })
      livez.push(answer.milliseconds)
      if (answer.status !== 200 && !isOver)
        failures.push(`/livez: ${answer.status} ${answer.text.slice(0, 100)}`)
      await sleep(pause.livez)
    }
  }
  const read = async () => {
    while (!isOver) {
      const answer = await send(url, { path, token, patience })
      neighbour.push(answer.milliseconds)
      if (answer.status !== 200 && !isOver)
        failures.push(`the other tenant: ${answer.status} ${answer.text.slice(0, 100)}`)
      if (answer.status === 200 && answer.text !== expected) foreign += 1
      await sleep(pause.neighbour)
    }
  }
  const work = Promise.all([live(), read()])
  return {
    async stop(): Promise<Measurement> {
      isOver = true
      await work
      return { livez: summarize(livez), neighbour: summarize(neighbour), failures, foreign }
    },
  }
}

process.on('message', async (question: ProbeQuestion) => {
  if (question === 'stop') process.send?.(await probing?.stop())
  else probing = probe(question)
})
process.on('disconnect', () => process.exit(0))
