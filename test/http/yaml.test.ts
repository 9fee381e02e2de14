import t from 'tap'
import { readYaml } from '../../src/http/yaml.ts'

t.test('values are those of JSON, and keys are what is written', async (t) => {
  const { value } = await readYaml('{null: ~, 1.0: [1, yes, null], "a": {b}, : 2}\n')
  t.strictSame(value, { null: null, '1.0': [1, 'yes', null], a: { b: null }, '': 2 })
  t.strictSame((await readYaml('# nothing\n')).value, null)
  t.strictSame(Object.keys((await readYaml('__proto__: 1')).value as object), ['__proto__'])
})

t.test('every value has a line, and what is not there that of what it would be in', async (t) => {
  const { lineOf } = await readYaml('a:\n  - 1\n  - b: 2\n    c:\n\nd: 3\n')
  for (const [path, line] of [
    [[], 1],
    [['a'], 1],
    [['a', '0'], 2],
    [['a', '1', 'c'], 4],
    [['a', '1', 'c', 'd'], 4],
    [['a', '5'], 1],
    [['d'], 6],
    [['e'], 1],
  ] as const) {
    t.equal(lineOf(path), line, path.join('/'))
  }
  t.equal((await readYaml('')).lineOf(['a']), 1)
})

t.test('what takes long to read is refused at its first error', async (t) => {
  const refusal = async (text: string) => {
    // In processor time, since the machines of tests do other things, too.
    let [longest, last] = [0, process.cpuUsage()]
    const look = () => {
      longest = Math.max(longest, process.cpuUsage(last).user / 1000)
      last = process.cpuUsage()
    }
    const timer = setInterval(look, 1)
    const code = await readYaml(text).then(
      () => 'none',
      ({ result }) => result.problem.code,
    )
    clearInterval(timer)
    look()
    return { code, longest }
  }
  for (const [text, code] of [
    [`databases: {${'? '.repeat(200_000)}`, 'body_too_complex'],
    ['}\n'.repeat(150_000), 'invalid_yaml'],
    [`a: 1\n${'}\n'.repeat(150_000)}`, 'invalid_yaml'],
    [`[${'[],'.repeat(400_000)}]`, 'body_too_complex'],
  ] as const) {
    const found = await refusal(text)
    t.equal(found.code, code, text.slice(0, 20))
    // The bound is 50; the garbage collector and the compiler of the sources add to it.
    t.ok(found.longest < 250, `${text.slice(0, 20)}: ${found.longest} ms`)
  }
})
