import t from 'tap'
import { answerYaml } from '../../src/http/reading/yaml-answer.ts'
import { readYaml as readYamlOf, type YamlLimits } from '../../src/http/reading/yaml-value.ts'

/** The problem of refused work. */
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    ({ result }) => result.problem,
  )
const forEver = new AbortController().signal
const readYaml = (text: string, signal = forEver) => readYamlOf(Buffer.from(text), signal)

t.test('values are those of JSON, and keys stay texts', async (t) => {
  const { value } = await readYaml('{null: ~, 1.0: [1, yes, null], "a": {b}, : 2}\n')
  t.strictSame(value, { null: null, '1.0': [1, 'yes', null], a: { b: null }, '': 2 })
  t.strictSame((await readYaml('# nothing\n')).value, null)
  t.strictSame(Object.keys((await readYaml('__proto__: 1')).value as object), ['__proto__'])
})

t.test('every value has a line, and a missing one that of its parent', async (t) => {
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
  // JavaScript moves such keys to the front.
  const { value, lineOf: lineOfNumber } = await readYaml('b: {c: 1}\n2: x\n1:\n  - y\n')
  t.strictSame(Object.keys(value as object), ['1', '2', 'b'])
  for (const [path, line] of [
    [['b', 'c'], 1],
    [['2'], 2],
    [['1'], 3],
    [['1', '0'], 4],
  ] as const) {
    t.equal(lineOfNumber(path), line, path.join('/'))
  }
})

t.test('YAML that JSON cannot express is refused', async (t) => {
  for (const number of ['.inf', '-.inf', '.nan']) {
    t.match(await refusal(readYaml(`a:\n  - ${number}\n`)), {
      code: 'validation_failed',
      errors: [{ pointer: '/a/0', type: 'finite_number', line: 2 }],
    })
  }
  t.match(await refusal(readYaml(`[${'0,'.repeat(300_001)}]`)), { code: 'body_too_complex' })
  t.match(await refusal(readYaml('a:\n  - b\n  - c:\n      "\\0": d\n')), {
    code: 'validation_failed',
    errors: [{ pointer: '/a/1/c/\0', type: 'string_unicode', line: 4 }],
  })
  t.match(await refusal(readYaml(`a:\n  ${'['.repeat(100)}${']'.repeat(100)}\n`)), {
    code: 'validation_failed',
    errors: [{ type: 'recursion_limit', line: 2 }],
  })
})

t.test('a large document is parsed in another process, while other work runs', async (t) => {
  const column = (number: number) => `  column_${number}:\n    description: The number ${number}\n`
  const text = `a:\n${Array.from({ length: 10_000 }, (_, number) => column(number)).join('')}b: .inf\n`
  // A thread that parses the document itself would not run this.
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 1)
  t.teardown(() => clearInterval(timer))
  const { value, lineOf } = await readYaml(text.replace('.inf', 'c'))
  clearInterval(timer)
  t.equal(Object.keys((value as { a: object }).a).length, 10_000)
  t.equal(lineOf(['a', 'column_9999', 'description']), 20_001)
  t.equal(lineOf(['b']), 20_002)
  t.ok(turns > 20, `others had ${turns} turns`)
  t.match(await refusal(readYaml(text)), { code: 'validation_failed', errors: [{ line: 20_002 }] })
})

t.test('a process ends at its limits, or when its client leaves', async (t) => {
  const text = `[${'{a: [b, c]},'.repeat(60_000)}]`
  const read = (limits: YamlLimits) => refusal(readYamlOf(Buffer.from(text), forEver, limits))
  const tooComplex = { code: 'body_too_complex' }
  t.match(await read({ milliseconds: 1, memoryMib: 500 }), tooComplex)
  t.match(await read({ milliseconds: 120_000, memoryMib: 30 }), tooComplex)
  const gone = new AbortController()
  const reading = readYaml(text, gone.signal)
  gone.abort(new Error('nobody waits'))
  await t.rejects(reading, { message: 'nobody waits' })
  await t.rejects(readYaml(text, gone.signal), { message: 'nobody waits' })
})

t.test('the answers of a process', async (t) => {
  const { places, value } = JSON.parse(answerYaml('a: [1]'))
  t.strictSame(value, { a: [1] })
  t.strictSame([...new Int32Array(new Uint8Array(Buffer.from(places, 'base64')).buffer)], [1, 1, 1, 2, 1, 3])
  t.match(JSON.parse(answerYaml('{')), { problem: { code: 'invalid_yaml' } })
})

t.test('a document that is slow to parse is refused at its first error', async (t) => {
  for (const [text, code] of [
    [`databases: {${'? '.repeat(200_000)}`, 'body_too_complex'],
    ['}\n'.repeat(150_000), 'invalid_yaml'],
    [`a: 1\n${'}\n'.repeat(150_000)}`, 'invalid_yaml'],
    [`[${'[],'.repeat(600_000)}]`, 'body_too_complex'],
  ] as const) {
    t.match(await refusal(readYaml(text)), { code }, text.slice(0, 20))
  }
})
