import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { packageRoot } from '../../src/package-root.ts'
import { testFolder } from '../database.ts'
import { plainNode } from '../support/plain-node.ts'

const launcher = join(packageRoot, 'bin', 'sourcebook.cjs')
const { scripts, engines } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
  engines: { node: string }
}
const ofOperators = Object.entries(scripts).filter(([, script]) => script.includes('bin/sourcebook.cjs'))
/** Scripts that only developers run. */
const ofDevelopers =
  /^(dev|postinstall|prepack|build|generate|db:generate|db:check|lint|format|typecheck|pretest|test|posttest|contract:diff|licenses|outdated|sbom|bench)(:|$)/

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

async function run(argv: readonly string[], program = launcher, nodeOptions: readonly string[] = []) {
  const [env, first] = plainNode
  return promisify(execFile)(env, [...first, ...nodeOptions, program, ...argv]).then(
    ({ stdout, stderr }): Outcome => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Outcome): Outcome => ({ code, stdout, stderr }),
  )
}

t.test('no command for operators needs a development dependency', async (t) => {
  for (const [name, script] of Object.entries(scripts)) {
    if (ofDevelopers.test(name)) continue
    t.equal(script, `exec node bin/sourcebook.cjs ${name}`)
  }
})

t.test('each built command answers --help, and the list of commands names it', async (t) => {
  const { code, stdout: all } = await run(['--help'])
  t.equal(code, 0)
  t.ok(ofOperators.length > 8)
  for (const [name] of ofOperators) {
    t.match(all, new RegExp(`^  ${name} `, 'm'))
    const help = await run([name, '--help'])
    t.equal(help.code, 0, name)
    t.match(help.stdout, /^Usage: npm (run )?\S/)
    t.match(help.stdout, name)
    t.equal(help.stderr.replace(/^(Building|Built|Waiting).*\n/gm, ''), '')
  }
})

t.test('an unknown argument and an unknown command are refused', async (t) => {
  for (const [name] of ofOperators) {
    const refused = await run([name, '--wrong'])
    t.equal(refused.code, 2, name)
    t.match(refused.stderr, /Usage: npm/)
  }
  t.match(await run(['wrong']), {
    code: 2,
    stderr: /^Unknown command wrong\.\n\nUsage: sourcebook \[COMMAND\]/,
  })
})

t.test('a command that was not built says so', async (t) => {
  const folder = await testFolder(t)
  await cp(join(packageRoot, 'bin'), join(folder, 'bin'), { recursive: true })
  await cp(join(packageRoot, 'package.json'), join(folder, 'package.json'))
  t.match(await run(['start'], join(folder, 'bin', 'sourcebook.cjs')), {
    code: 1,
    stderr: /server\.js is missing\. Build it first: npm ci && npm run build\n$/,
  })
})

t.test('an unsupported version of Node is refused in one line, a supported one is not', async (t) => {
  const folder = await testFolder(t)
  await mkdir(folder, { recursive: true })
  const pretend = async (version: string) => {
    const file = join(folder, `${version}.cjs`)
    await writeFile(
      file,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })\n`,
    )
    return run(['--help'], launcher, ['--require', file])
  }
  for (const version of ['6.17.1', '18.20.8', '20.18.3', '21.7.3', '22.11.0']) {
    const { code, stdout, stderr } = await pretend(version)
    t.strictSame([code, stdout], [1, ''], version)
    t.equal(
      stderr,
      `Sourcebook needs Node.js ${engines.node}, but ${process.execPath} is ${version}. Install a supported version: https://nodejs.org\n`,
    )
  }
  for (const version of ['20.19.0', '20.20.2', '22.12.0', '22.23.3', '24.0.0', '26.12.1']) {
    t.equal((await pretend(version)).code, 0, version)
  }
})
