/** `npm run test:contract`: checks the running application with other implementations of OpenAPI. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isRole, type Role } from '../../src/identity/principal.ts'
import { runDredd } from './dredd.ts'
import { checkExamples } from './examples.ts'
import { documentOfWhatThereIs, type FuzzOptions, fuzz, installSchemathesis } from './fuzz.ts'
import { sendNasty } from './nasty.ts'
import { sendCollection } from './postman.ts'
import { conclude, inParallel, type Part, runPart } from './report.ts'
import { withApp } from './running-app.ts'

const usage = `Usage: npm run test:contract -- [options]

Sends every example of the contract through the validation proxy of Prism, and runs Schemathesis with all checks over
every operation, once as each role. Needs Python 3.10 or newer, and the package registries of npm and PyPI (or
mirrors of them) for the first run; installs into .tools/, where the reports go, too.

  --max-examples N  drawn cases for each operation, and stateful walks; default: 5
  --seed N          for all random values; default: 1
  --nasty N         wrong values for each position of every operation; default: 2
  --role ROLE       only as ANALYST, ORGANIZATION_ADMIN or SYSTEM_ADMIN
  --only PART       only fuzz (Schemathesis), examples (through Prism), nasty (wrong values), dredd (its requests and
                    answers) or postman (each GET of an imported collection)
`

const { values } = parseArgs({
  options: {
    'max-examples': { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    nasty: { type: 'string', default: '2' },
    role: { type: 'string' },
    only: { type: 'string' },
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

const nastyPart = (options: { count: number; seed: number }): Promise<Omit<Part, 'name'>> =>
  withApp(async (app) => {
    const { document } = await documentOfWhatThereIs(app)
    const { sent, operations, failures } = await sendNasty(app, document, options)
    return {
      outcome: failures.length === 0 ? 'passed' : 'failed',
      summary: `${sent} requests to ${operations} operations, seed ${options.seed}, ${failures.length} answered by a 500 or not at all`,
      details: failures.slice(0, 100).join('\n'),
    }
  })

const dreddPart = (): Promise<Omit<Part, 'name'>> =>
  withApp(async (app) => {
    const { passed, failed, output } = await runDredd(app)
    return {
      outcome: failed === 0 && passed > 0 ? 'passed' : 'failed',
      summary: `${passed} answers as the examples say, ${failed} others`,
      details: output,
    }
  })

const postmanPart = (): Promise<Omit<Part, 'name'>> =>
  withApp(async (app) => {
    const { document } = await documentOfWhatThereIs(app)
    const { sent, failures } = await sendCollection(app, document)
    return {
      outcome: failures.length === 0 && sent > 0 ? 'passed' : 'failed',
      summary: `${sent} requests of the collection sent, ${failures.length} not answered by 2xx`,
      details: failures.join('\n'),
    }
  })

if (values.help) {
  process.stdout.write(usage)
} else {
  const { role, only } = values
  if (role !== undefined && !isRole(role)) throw new Error(usage)
  const options = { maxExamples: Number(values['max-examples']), seed: Number(values.seed) }
  const chosen = role === undefined ? roles : [role]
  const wrongValues = { count: Number(values.nasty), seed: options.seed }
  const parts = {
    fuzz: chosen.map((each) => () => runPart(`Schemathesis as ${each}`, () => fuzzPart(each, options))),
    examples: [() => runPart('examples through Prism', examplesPart)],
    nasty: [() => runPart('wrong values in every place', () => nastyPart(wrongValues))],
    dredd: [() => runPart('Dredd', dreddPart)],
    postman: [() => runPart('a collection of Postman', postmanPart)],
  }
  if (only !== undefined && !Object.hasOwn(parts, only)) throw new Error(usage)
  const wanted = only === undefined ? Object.values(parts).flat() : parts[only as keyof typeof parts]
  if (wanted.some((part) => parts.fuzz.includes(part))) await installSchemathesis()
  conclude(await inParallel(availableParallelism(), wanted))
}
