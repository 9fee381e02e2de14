import { parseArgs } from 'node:util'

/** Command line options. */
export interface Flags {
  seconds: number
  rounds: number
  connections: number
  /** Names of scenarios and trials; all scenarios when both lists are empty. */
  scenarios: string[]
  trials: string[]
  profileFolder: string | undefined
}

/** The help text after a wrong option. */
export const usage = `Usage: npm run bench -- [options]

  --seconds N        length of a round, default 3
  --rounds N         rounds of each scenario, default 5
  --connections N    requests at once, default 64
  --scenario NAME    only this scenario, against the bare ways; may be repeated
  --trial NAME       only this trial, which takes long; may be repeated; \`all\` is every trial
  --profile FOLDER   writes a CPU profile of each measured process
`

/** Parses the options. Throws an Error with the reason when they are wrong. */
export function readFlags(args: string[]): Flags {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '5' },
      connections: { type: 'string', default: '64' },
      scenario: { type: 'string', multiple: true, default: [] },
      trial: { type: 'string', multiple: true, default: [] },
      profile: { type: 'string' },
    },
  })
  const count = (name: 'seconds' | 'rounds' | 'connections') => {
    if (!/^[1-9]\d{0,4}$/.test(values[name])) throw new Error(`--${name} must be a whole number from 1.`)
    return Number(values[name])
  }
  return {
    seconds: count('seconds'),
    rounds: count('rounds'),
    connections: count('connections'),
    scenarios: values.scenario,
    trials: values.trial,
    profileFolder: values.profile,
  }
}
