/**
 * Measures Sourcebook on one embedded PostgreSQL: the scenarios against a bare route and the bare driver,
 * alternating in one run, and the trials, each in its own way. Prints the tables to stdout and the progress
 * to stderr.
 */
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { compare } from './compare.ts'
import { type Flags, readFlags, usage } from './flags.ts'
import { machine } from './machine.ts'
import { createResources } from './resources.ts'
import { openRig, poolSize, type Rig, say } from './rig.ts'
import { loadScenarios, type Scenario } from './scenario.ts'
import { tableOf } from './table.ts'
import { loadTrials, type Trial } from './trial.ts'

/** The selected scenarios or trials. Throws when one of them does not exist. */
function choose<Thing>(
  kind: string,
  all: ReadonlyMap<string, Thing>,
  names: readonly string[],
): Map<string, Thing> {
  const unknown = names.find((name) => !all.has(name))
  if (unknown) throw new Error(`There is no ${kind} ${unknown}; there are ${[...all.keys()].join(', ')}.`)
  return new Map([...all].filter(([name]) => names.includes(name)))
}

async function readCommandLine() {
  try {
    const flags = readFlags(process.argv.slice(2))
    const [allScenarios, allTrials] = [await loadScenarios(), await loadTrials()]
    // Trials take long, so they only run when they are named.
    const isDefault = flags.scenarios.length + flags.trials.length === 0
    const trials = flags.trials.includes('all') ? [...allTrials.keys()] : flags.trials
    return {
      flags,
      scenarios: isDefault ? allScenarios : choose('scenario', allScenarios, flags.scenarios),
      trials: choose('trial', allTrials, trials),
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`)
    process.exit(2)
  }
}

async function measure(
  rig: Rig,
  {
    flags,
    scenarios,
    trials,
  }: { flags: Flags; scenarios: Map<string, Scenario>; trials: Map<string, Trial> },
) {
  process.stdout.write(`${machine()}\n`)
  if (scenarios.size > 0) {
    const table = tableOf(await compare(rig, scenarios, flags))
    process.stdout.write(
      `\n${flags.rounds} rounds of ${flags.seconds} s, ${flags.connections} connections, pool of ${poolSize}\n\n${table}`,
    )
  }
  for (const { title, run } of trials.values()) {
    say(`${title} …`)
    process.stdout.write(`\n${title}\n\n${await run(rig, flags)}`)
  }
}

const asked = await readCommandLine()
const resources = createResources()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    say('interrupted, cleaning up …')
    resources.release().then(() => process.exit(130))
  })
}
try {
  const profileFolder = asked.flags.profileFolder && resolve(asked.flags.profileFolder)
  if (profileFolder) await mkdir(profileFolder, { recursive: true })
  await measure(await openRig(resources, profileFolder), asked)
} catch (error) {
  // Errors after an interruption are not reported.
  if (!resources.isReleased()) {
    process.stderr.write(`${(error as Error).stack}\n`)
    process.exitCode = 1
  }
} finally {
  await resources.release()
}
