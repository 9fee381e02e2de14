/** `npm run test:faults`: checks requests and their writes while PostgreSQL fails. */
import { parseArgs } from 'node:util'
import { wholeNumber } from '../../src/config-parsers.ts'
import { packageRoot } from '../../src/package-root.ts'
import { type ApplicationOptions, startApplication } from '../hostile/running/application.ts'
import { reportRound, reportTable } from './report.ts'
import { carryOutRound, type Round } from './round.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'
import { openServer } from './server.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'

const usage = `Usage: npm run test:faults -- [options]

Starts the built application as in production on its own PostgreSQL, with readers and writers of all kinds, and causes a
failure. Afterwards it checks each acknowledged write: its row, its change in the feed, its layer. Prints a line for each
round and a table. The exit code is 1 when there are findings: the process ended, a write was lost, a request was not
answered, or an answer was wrong (including any status 500).

  --rounds N       rounds of each scenario, from 1 to 1000; default: 3
  --scenario NAME  only this scenario; may be repeated
  --connections N  numbers of connections for the scenario load, separated by commas; default: 64,200
  --seconds N      duration for each of these numbers, from 1 to 600; default: 4
  --list           prints the scenarios and ends

Scenarios:
${scenarios.map(({ name, description }) => `  ${name.padEnd(22)} ${description}`).join('\n')}
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '64,200' },
    seconds: { type: 'string', default: '4' },
    scenario: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

function chosenScenarios(names: readonly string[]): readonly Scenario[] {
  const unknown = names.find((name) => scenarios.every((scenario) => scenario.name !== name))
  if (unknown !== undefined) throw new Error(`There is no scenario ${JSON.stringify(unknown)}.`)
  return names.length === 0 ? scenarios : scenarios.filter(({ name }) => names.includes(name))
}

/** Parses an option. @throws Error with its name, when the value is not valid */
function option<Value>(name: 'rounds' | 'connections' | 'seconds', parse: (text: string) => Value): Value {
  try {
    return parse(values[name])
  } catch (error) {
    throw new Error(`--${name} ${(error as Error).message}.`)
  }
}

/** An application whose data and temporary files are on a disk of their own. */
const onDisk = ({ folder }: SmallDisk): ApplicationOptions => ({
  folder: packageRoot,
  place: folder,
  environment: { TMPDIR: folder },
  settings: { min_wal_size: '32MB', max_wal_size: '64MB' },
})

async function runCampaign(): Promise<boolean> {
  const rounds = option('rounds', wholeNumber(1, 1000))
  const settings = {
    connections: option('connections', (text) => text.split(',').map(wholeNumber(1, 9999))),
    seconds: option('seconds', wholeNumber(1, 600)),
    say: (line: string) => void process.stdout.write(`      ${line}\n`),
  }
  const results = new Map<Scenario, readonly Round[]>()
  const execute = async (scenarios: readonly Scenario[], disk?: SmallDisk) => {
    const app = await startApplication(disk ? onDisk(disk) : { folder: packageRoot, environment: {} })
    const server = openServer(app)
    try {
      for (const scenario of scenarios) {
        const done: Round[] = []
        results.set(scenario, done)
        for (let number = 1; number <= rounds; number += 1) {
          const round = await carryOutRound({ app, server, disk, ...settings }, scenario)
          done.push(round)
          reportRound(scenario, number, round)
        }
      }
    } finally {
      await server.close()
      await app.stop()
    }
  }
  const chosen = chosenScenarios(values.scenario)
  const usual = chosen.filter(({ diskMebibytes }) => diskMebibytes === undefined)
  if (usual.length > 0) await execute(usual)
  for (const scenario of chosen) {
    if (scenario.diskMebibytes === undefined) continue
    const disk = await mountSmallDisk(scenario.diskMebibytes)
    if (!disk) {
      process.stdout.write(`left  ${scenario.name}: this user may not mount a file system\n`)
      continue
    }
    await execute([scenario], disk).finally(disk.unmount)
  }
  return reportTable(results)
}

// Processes that this one started end with it, which takes a moment.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
if (values.help || values.list) process.stdout.write(usage)
else if (!(await runCampaign())) process.exitCode = 1
