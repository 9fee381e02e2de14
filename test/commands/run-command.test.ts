import t from 'tap'
import { refused, runWhenProgram } from '../../src/commands/run-command.ts'
import { UnusableDatabaseError } from '../../src/db/usable-database.ts'

t.test('a module that is only imported does not run', async (t) => {
  const neverRun = async () => {
    t.fail('ran')
    return { exitCode: 1, stdout: '', stderr: '' }
  }
  await runWhenProgram(new URL('./other.ts', import.meta.url).href, neverRun)
  t.intercept(process, 'argv', { value: [process.execPath] })
  await runWhenProgram(import.meta.url, neverRun)
})

t.test('the program runs with its arguments and the environment', async (t) => {
  const written: string[] = []
  t.capture(process.stderr, 'write', (text: string) => written.push(text))
  t.intercept(process, 'argv', { value: [process.execPath, import.meta.filename, 'a', 'b'] })
  await runWhenProgram(import.meta.url, async (argv, environment) => {
    t.strictSame(argv, ['a', 'b'])
    t.equal(environment, process.env)
    return { exitCode: 3, stdout: '', stderr: 'said' }
  })
  t.equal(process.exitCode, 3)
  process.exitCode = 0
  t.strictSame(written, ['said'])
})

t.test('a database that cannot be used is told in a line, and anything else is thrown', async (t) => {
  t.strictSame(refused(new UnusableDatabaseError('No.')), { exitCode: 1, stdout: '', stderr: 'No.\n' })
  const wrong = new Error('wrong')
  t.throws(() => refused(wrong), wrong)
})
