/** `npm run test:mutation`: changes the code, one expression at a time, and checks whether a test fails. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '../../src/package-root.ts'
import { activeMutant, instrument, type Mutant, sample } from './mutants.ts'
import { nearestTests } from './nearest-tests.ts'
import { type Baseline, openSandboxes, type Sandbox } from './sandbox.ts'

const folders = ['db', 'http', 'identity', 'descriptions', 'introspection/runs']

const usage = `Usage: npm run test:mutation [-- --only FOLDER]... [--seed N] [--sample N] [--threshold PERCENT]

Changes the code of src/FOLDER, one expression at a time, and runs the tests that reach the change until one fails. The exit
code is 1 when fewer mutants than the threshold were killed.

  --only FOLDER        a folder or file in src; may be repeated; default: ${folders.join(', ')}
  --seed N             selects the mutants of the sample; default: 1
  --sample N           number of mutants from each folder; default: all, which takes days
  --seconds N          time for the tests of a mutant, which survives after that; default: 120
  --threshold PERCENT  default: 0
  --jobs N             tests at a time; default: 2
`

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: folders },
    seed: { type: 'string', default: '1' },
    sample: { type: 'string', default: 'Infinity' },
    seconds: { type: 'string', default: '120' },
    threshold: { type: 'string', default: '0' },
    jobs: { type: 'string', default: '2' },
  },
})
if (values.help) {
  process.stdout.write(usage)
  process.exit()
}

/** The outcome of a mutant. */
interface Outcome {
  readonly mutant: Mutant
  readonly folder: string
  readonly end: 'killed' | 'timeout' | 'survived' | 'not reached'
  /** The failed test, or how many passed. */
  readonly tests: string
}

const filesOf = (folder: string): string[] =>
  folder.endsWith('.ts')
    ? [join('src', folder)]
    : readdirSync(join(packageRoot, 'src', folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join('src', folder, name))
        .sort()

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const began = performance.now()
const { mutants, files } = await instrument(values.only.flatMap(filesOf))
const chosen = values.only.flatMap((folder) => {
  const own = new Set(filesOf(folder))
  const all = mutants.filter(({ file }) => own.has(file))
  return sample(all, Number(values.sample), Number(values.seed)).map((mutant) => ({ mutant, folder }))
})
say(`${chosen.length} of ${mutants.length} mutants, seed ${values.seed}`)

const sandboxes = await openSandboxes(Number(values.jobs), files)
const outcomes: Outcome[] = []
const baselines = new Map<string, Promise<Baseline>>()

/** Runs each test once without a mutant, and skips tests that fail or that do not reach the mutant. */
function baselineOf(test: string, sandbox: Sandbox): Promise<Baseline> {
  const known = baselines.get(test) ?? sandbox.measure(test)
  baselines.set(test, known)
  return known
}

async function judge(mutant: Mutant, sandbox: Sandbox): Promise<Pick<Outcome, 'end' | 'tests'>> {
  const start = performance.now()
  let passed = 0
  for (const test of nearestTests(mutant.file)) {
    if (performance.now() - start > Number(values.seconds) * 1000) break
    const baseline = await baselineOf(test, sandbox)
    if (baseline.end !== 'passed' || !baseline.covered.has(mutant.id)) continue
    const patience = 10_000 + 3 * baseline.milliseconds
    const { end } = await sandbox.run(test, activeMutant(mutant), patience)
    if (end !== 'passed') return { end: end === 'failed' ? 'killed' : end, tests: test }
    passed += 1
  }
  return { end: passed === 0 ? 'not reached' : 'survived', tests: `${passed} tests passed` }
}

const oneLine = (code: string): string => code.replaceAll(/\s+/g, ' ').slice(0, 100)

const queue = [...chosen]
async function work(sandbox: Sandbox): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { mutant, folder } = next
    const outcome = { mutant, folder, ...(await judge(mutant, sandbox)) }
    outcomes.push(outcome)
    const seconds = Math.round((performance.now() - began) / 1000)
    say(
      `${outcomes.length}/${chosen.length} ${seconds} s ${outcome.end} ${mutant.file}:${mutant.line} ${outcome.tests}`,
    )
  }
}

try {
  await Promise.all(sandboxes.sandboxes.map(work))
} finally {
  await sandboxes.close()
}

const isKilled = ({ end }: Outcome): boolean => end === 'killed' || end === 'timeout'
for (const [test, baseline] of baselines) {
  const { end } = await baseline
  if (end !== 'passed') say(`${test} ${end} without a mutant and was not used`)
}
say('')
for (const { mutant, end, tests } of outcomes.filter((outcome) => !isKilled(outcome))) {
  say(`${end} ${mutant.file}:${mutant.line} (${tests})`)
  say(`  - ${oneLine(mutant.original)}`)
  say(`  + ${oneLine(mutant.replacement)}`)
}
const row = (name: string, of: readonly Outcome[]): string => {
  const count = (end: Outcome['end']) => of.filter((outcome) => outcome.end === end).length
  const score = of.length === 0 ? 100 : (100 * of.filter(isKilled).length) / of.length
  return `| ${name} | ${of.length} | ${count('killed')} | ${count('timeout')} | ${count('survived')} | ${count('not reached')} | ${score.toFixed(0)} % |`
}
say(
  '\n| Folder | Mutants | Killed | Timeout | Survived | Not reached | Score |\n|---|---|---|---|---|---|---|',
)
for (const folder of values.only)
  say(
    row(
      folder,
      outcomes.filter((outcome) => outcome.folder === folder),
    ),
  )
say(row('all', outcomes))
const score = (100 * outcomes.filter(isKilled).length) / Math.max(outcomes.length, 1)
process.exitCode = score < Number(values.threshold) ? 1 : 0
