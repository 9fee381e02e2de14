/**
 * The work of the scenarios without HTTP: as many loops as the other ways have connections, on one pool of
 * postgres.js. Arguments: the connection as JSON, and the size of the pool.
 */
import postgres from 'postgres'
import { type Measurement, summarize } from '../measurement.ts'
import { loadScenarios, type Scenario } from '../scenario.ts'
import { answerAboutProcess, answerParent, cpuMicroseconds, type DriveOptions, tellParent } from './parent.ts'

const sql = postgres({ ...JSON.parse(String(process.argv[2])), max: Number(process.argv[3]) })
const scenarios = await loadScenarios()

async function drive(
  { work }: Scenario,
  { concurrency, seconds, first }: DriveOptions,
): Promise<Measurement> {
  const milliseconds: number[] = []
  const cpuBefore = cpuMicroseconds()
  const started = performance.now()
  const end = started + seconds * 1000
  let number = first
  const loop = async () => {
    for (let before = performance.now(); before < end; ) {
      await work(sql, number++)
      const after = performance.now()
      milliseconds.push(after - before)
      before = after
    }
  }
  await Promise.all(Array.from({ length: concurrency }, loop))
  return summarize({
    milliseconds,
    seconds: (performance.now() - started) / 1000,
    cpuMicroseconds: cpuMicroseconds() - cpuBefore,
  })
}

answerParent((question) => {
  if (question.command !== 'drive') return answerAboutProcess(question)
  return drive(scenarios.get(question.scenario) as Scenario, question)
})
tellParent({ answer: 'ready' })
