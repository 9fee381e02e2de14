/** `npm run test:hostile`: whether a tenant, and the systems that it names, can affect other tenants. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '../../src/package-root.ts'
import { openCampaign, type Verdict } from './campaign.ts'
import { groups } from './groups.ts'
import { reportBaseline, reportCase, reportCount } from './report.ts'
import { startApplication } from './running/application.ts'
import { startProber } from './running/prober.ts'

const usage = `Usage: npm run test:hostile -- [options]

Starts the built application as in production, two tenants, and servers that lie. One tenant attacks in every known way.
Meanwhile the other tenant reads, and another process measures the latency of /livez. Prints a line for each case and a
count. The exit code is 1 when there are findings.

  --only TEXT      only cases whose group or name contains it; may be repeated
  --length N       N times as many requests and seconds, from 1 to 20; default: 1. From 2 on, it includes
                   cases that are similar to others
  --every N        one case of N in each group, from 1 to 20; default: 1, which is all of them
  --folder FOLDER  the folder of a built application; default: this one
  --list           prints the groups and ends

Groups:
${groups.map(({ name, description }) => `  ${name.padEnd(16)} ${description}`).join('\n')}
`

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    length: { type: 'string', default: '1' },
    every: { type: 'string', default: '1' },
    folder: { type: 'string', default: packageRoot },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** @throws Error when the option is not a whole number from 1 to 20 */
function smallNumber(option: 'length' | 'every'): number {
  if (!/^([1-9]|1\d|20)$/.test(values[option]))
    throw new Error(`--${option} must be a whole number from 1 to 20.`)
  return Number(values[option])
}

async function runCampaign(): Promise<boolean> {
  const length = smallNumber('length')
  const every = smallNumber('every')
  const begin = Date.now()
  const isChosen = (text: string) =>
    values.only.length === 0 || values.only.some((part) => text.includes(part))
  const prober = startProber()
  const app = await startApplication({ folder: resolve(values.folder), environment: {} })
  const verdicts: Verdict[] = []
  const onVerdict = (verdict: Verdict) => {
    verdicts.push(verdict)
    reportCase(verdict)
  }
  try {
    const campaign = await openCampaign(app, prober, length)
    reportBaseline('before', await campaign.baseline())
    for (const { name, cases, atOnce } of groups) {
      const chosen = (await cases())
        .filter(({ isLong = false }) => !isLong || length > 1)
        .filter((each) => isChosen(`${name}: ${each.name}`))
        .filter((_, position) => position % every === 0)
      for (let first = 0; first < chosen.length; first += atOnce)
        await campaign.run(chosen.slice(first, first + atOnce), onVerdict)
    }
    reportBaseline('after', await campaign.baseline())
  } finally {
    prober.close()
    await app.stop()
  }
  if (verdicts.length === 0) throw new Error('No case has such a name.')
  return reportCount(verdicts, (Date.now() - begin) / 1000)
}

// Processes that this one started end with it, which takes a moment.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
if (values.help || values.list) process.stdout.write(usage)
else if (!(await runCampaign())) process.exitCode = 1
