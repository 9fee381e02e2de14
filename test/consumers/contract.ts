/** `npm run test:contract`: the running application against what other implementations read in its contract. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isRole, type Role } from '../../src/identity/principal.ts'
import { checkExamples } from './examples.ts'
import { type FuzzOptions, fuzz, installSchemathesis } from './fuzz.ts'
import { carryOut, conclude, inParallel, type Part } from './report.ts'

const usage = `Usage: npm run test:contract -- [options]

Sends every example of the contract through the validation proxy of Prism, and runs Schemathesis with all checks over
every operation, once as each role. Needs Python 3.10 or newer, and the package registries of npm and PyPI (or
mirrors of them) for the first run; installs into .tools/, where the reports go, too.

  --max-examples N  drawn cases for each operation, and stateful walks; default: 5
  --seed N          of everything that is drawn; default: 1
  --role ROLE       only as ANALYST, ORGANIZATION_ADMIN or SYSTEM_ADMIN
`

const { values } = parseArgs({
  options: {
    'max-examples': { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    role: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const roles: readonly Role[] = ['ORGANIZATION_ADMIN', 'SYSTEM_ADMIN', 'ANALYST']

async function examplesPart(): Promise<Omit<Part, 'name'>> {
  const { count, failures } = await checkExamples()
  return {
    outcome: failures.length === 0 ? 'passed' : 'failed',
    summary: `${count} examples sent, ${failures.length} of them failed`,
    details: failures.join('\n'),
  }
}

async function fuzzPart(role: Role, options: FuzzOptions): Promise<Omit<Part, 'name'>> {
  const { passed, output } = await fuzz(role, options)
  const [cases = 'no cases'] = /^ {2}\d+ generated.*$/m.exec(output) ?? []
  return { outcome: passed ? 'passed' : 'failed', summary: `${cases.trim()}`, details: output }
}

if (values.help) {
  process.stdout.write(usage)
} else {
  const { role } = values
  if (role !== undefined && !isRole(role)) throw new Error(usage)
  const options = { maxExamples: Number(values['max-examples']), seed: Number(values.seed) }
  const chosen = role === undefined ? roles : [role]
  await installSchemathesis()
  const parts = await inParallel(availableParallelism(), [
    ...chosen.map((each) => () => carryOut(`Schemathesis as ${each}`, () => fuzzPart(each, options))),
    () => carryOut('examples through Prism', examplesPart),
  ])
  conclude(parts)
}
