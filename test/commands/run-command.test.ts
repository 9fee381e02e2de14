import t from 'tap'
import { failure, runWhenProgram, withoutArguments } from '../../src/commands/run-command.ts'
import { UnusableDatabaseError } from '../../src/db/usable-database.ts'

const usage = 'Usage: npm run x\n'
const done = { exitCode: 0, stdout: '', stderr: '' }
const neverRun = async () => {
  throw new Error('ran')
}

t.test('importing a module does not run its command', async (t) => {
  await runWhenProgram(new URL('./other.ts', import.meta.url).href, usage, neverRun)
  t.intercept(process, 'argv', { value: [process.execPath] })
  await runWhenProgram(import.meta.url, usage, neverRun)
})

t.test('the program runs with its arguments and the environment', async (t) => {
  const written: string[] = []
  t.capture(process.stderr, 'write', (text: string) => written.push(text))
  t.intercept(process, 'argv', { value: [process.execPath, import.meta.filename, 'a', 'b'] })
  await runWhenProgram(import.meta.url, usage, async (argv, environment) => {
    t.strictSame(argv, ['a', 'b'])
    t.equal(environment, process.env)
    return { ...done, exitCode: 3, stderr: 'said' }
  })
  t.equal(process.exitCode, 3)
  process.exitCode = 0
  t.strictSame(written, ['said'])
})

t.test('--help prints the usage and does not run the command', async (t) => {
  const written: string[] = []
  t.capture(process.stdout, 'write', (text: string) => written.push(text))
  t.intercept(process, 'argv', { value: [process.execPath, import.meta.filename, 'a', '--help'] })
  await runWhenProgram(import.meta.url, usage, neverRun)
  t.equal(process.exitCode, 0)
  t.match(written, [usage])
})

t.test('a command without parameters refuses arguments', async (t) => {
  const command = withoutArguments(usage, async () => done)
  t.equal(await command([], {}), done)
  t.strictSame(await command(['--force'], {}), {
    exitCode: 2,
    stdout: '',
    stderr: `Unexpected argument --force\n\n${usage}`,
  })
})

t.test('an unusable database is reported in one line, an error of the program with its stack', async (t) => {
  t.strictSame(failure(new UnusableDatabaseError('No.')), { exitCode: 1, stdout: '', stderr: 'No.\n' })
  const wrong = new Error('wrong')
  t.strictSame(failure(wrong), { exitCode: 1, stdout: '', stderr: `${wrong.stack}\n` })
})
