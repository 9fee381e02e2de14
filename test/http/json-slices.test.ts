import fc from 'fast-check'
import t from 'tap'
import { parseBounded } from '../../src/http/reading/json-body.ts'
import { jsonComplexity, maximumDepth, uploadLimits } from '../../src/http/reading/json-complexity.ts'
import { pathAt } from '../../src/http/reading/json-place.ts'
import { findStorableFault } from '../../src/http/reading/storable-json.ts'
import { parseInSlices } from '../../src/values/json-slices.ts'

/** The result of parsing, in a form that can be compared. */
const outcomeOf = async (parse: () => unknown) => {
  try {
    // Includes the order of members.
    return JSON.stringify(await parse())
  } catch (error) {
    return (error as Error).name
  }
}

const inSlices = (text: string, commas: number) =>
  outcomeOf(() => parseInSlices(text, { commas, characters: 1000 }))

const names = fc.constantFrom('a', 'b', '1', '0', '', '__proto__', 'constructor', 'a"b', '[{', '\\')
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, 1.5, 'text', 'a,b', '"', '\\"', '\u0000\ud800'),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 6 }).map((entries) => new Map(entries)),
  ),
}))

/** JSON with the names in the order of the map, and white space. */
function written(of: unknown): string {
  if (Array.isArray(of)) return `[${of.map(written).join(' ,\n')} ]`
  if (!(of instanceof Map)) return JSON.stringify(of)
  return `{ ${[...of].map(([name, member]) => `${JSON.stringify(name)} : ${written(member)}`).join(', ')}}\t`
}

t.test('parsing in slices gives the same value', async (t) => {
  await fc.assert(
    fc.asyncProperty(value, fc.integer({ min: 1, max: 4 }), async (of, commas) => {
      const text = written(of)
      t.equal(await inSlices(text, commas), await outcomeOf(() => JSON.parse(text)), text)
    }),
    { numRuns: 500 },
  )
  const names = Object.keys(((await parseInSlices('[1,{"__proto__":1}]')) as object[])[1] as object)
  t.strictSame(names, ['__proto__'])
})

t.test('parsing in slices refuses text that is not JSON', async (t) => {
  for (const text of [
    '',
    ' ',
    '1,2',
    ',',
    '[,',
    '[1,',
    '[1,]',
    '[1,2,]',
    '[1,,2]',
    '[[1,2],,3]',
    '[[1,2] 3]',
    '[[1,2]3,4]',
    '[[1,2], \u00a0]',
    '[1,2}',
    '{"a":1,"b":2]',
    '[1,2]]',
    '[1,2] 3',
    '[1,2],3',
    '{"a":1,2}',
    '{"a":[1,2],}',
    '{"a":[1,2]"b":3}',
    '{"a" "b":[1,2]}',
    '[1,"',
    '[1,"a',
    '[1,"\\',
    '[[1,2',
    '[1,[,2]]',
    '[1,{ ,"a":2}]',
    '[1,{"a":1,"b":{"c":1,',
  ]) {
    t.equal(await outcomeOf(() => JSON.parse(text)), 'SyntaxError')
    for (const commas of [1, 2, 3]) t.equal(await inSlices(text, commas), 'SyntaxError', text)
  }
  await fc.assert(
    fc.asyncProperty(
      value,
      fc.integer({ min: 1, max: 3 }),
      fc.nat(),
      fc.constantFrom('', ',', '[', ']', '{', '}', '"', ':', ' '),
      async (of, commas, place, sign) => {
        const text = written(of)
        const at = place % text.length
        const damaged = text.slice(0, at) + sign + text.slice(at + 1)
        t.equal(await inSlices(damaged, commas), await outcomeOf(() => JSON.parse(damaged)), damaged)
      },
    ),
    { numRuns: 1000 },
  )
})

t.test('other work runs between slices', async (t) => {
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 0)
  t.teardown(() => clearInterval(timer))
  const text = `{"a":{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":{"b":1}`).join(',')}}}`
  const parses = t.capture(JSON, 'parse', JSON.parse)
  const parsed = await parseInSlices(text)
  const longest = Math.max(...parses().map(({ args: [slice] }) => slice.length))
  t.equal(Object.keys((parsed as { a: object }).a).length, 100_000)
  t.ok(turns > 5, `${turns} turns`)
  t.ok(longest < 200_000, `${longest} characters at once`)
})

t.test('the first error in a text is found in its bytes, with its position', async (t) => {
  const faultOf = (text: string) => {
    const { fault } = jsonComplexity(Buffer.from(text))
    return fault && { type: fault.type, path: pathAt(text, fault.offset) }
  }
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  for (const text of [
    '"\\ud83d\\ude00"',
    '"\\\\u0000"',
    '"\\\\\\\\ud800"',
    '["\\ud83d\\ude00", "\\u0001"]',
    '"\\uZZZZ"',
    deep(maximumDepth),
    '"a',
  ]) {
    t.equal(faultOf(text), undefined, text)
  }
  for (const [text, type, path] of [
    ['"\\u0000"', 'string_unicode', []],
    ['"\\uD800"', 'string_unicode', []],
    ['"\\udc00"', 'string_unicode', []],
    ['"\\ud800\\ud800\\udc00"', 'string_unicode', []],
    ['"\\ud800a"', 'string_unicode', []],
    ['"\\ud800\\n"', 'string_unicode', []],
    ['[1,{"a":[],"b":[{},"x","\\udc00"]}]', 'string_unicode', ['1', 'b', '2']],
    ['{"a":1,"\\u0000":2}', 'string_unicode', ['\0']],
    [`{"a":[0,${deep(maximumDepth - 1)}]}`, 'recursion_limit', ['a', '1', ...Array(62).fill('0')]],
  ] as const) {
    t.strictSame(faultOf(text), { type, path }, text)
    t.strictSame(findStorableFault(JSON.parse(text)), { type, path }, text)
  }
})

t.test('large and small bodies get the same problems', async (t) => {
  const refusal = (text: string) =>
    parseBounded(Buffer.from(text), uploadLimits).then(
      () => undefined,
      ({ result }) => result.problem,
    )
  const filler = `"${'x'.repeat(100_000)}"`
  for (const text of ['', `${filler},`]) {
    t.match(await refusal(`[${text}"\\u0000"]`), {
      code: 'validation_failed',
      errors: [{ pointer: text ? '/1' : '/0', type: 'string_unicode' }],
    })
    t.match(await refusal(`[${text}1`), { code: 'invalid_json' })
    t.match(await refusal(`{"é\\x":[${text}"\\u0000"]}`), { code: 'invalid_json' })
    t.equal(await refusal(`[${text}1]`), undefined)
  }
  for (const [text, pointer, type] of [
    ['{"a":[1,12345678901234567890]}', '/a/1', 'number_not_exact'],
    ['{"a":[1,{"b":1e400}],"c":1}', '/a/1/b', 'number_not_exact'],
    ['{"a":{"b":1,"c":2,"\\u0062":3}}', '/a/b', 'duplicate_key'],
    ['{"a":1,"b":{"a":1},"a":{"a":1}}', '/a', 'duplicate_key'],
    ['[{"a":[{"__proto__":1}]}]', '/0/a/0/__proto__', 'forbidden_name'],
    ['{"constructor":{"a":1,"prototype":1}}', '/constructor/prototype', 'forbidden_name'],
    ['{"a":"x\\u0000","b":1e400}', '/a', 'string_unicode'],
  ] as const) {
    t.match(await refusal(text), { code: 'validation_failed', errors: [{ pointer, type }] }, text)
    const long = `[${text},${filler}]`
    t.match(await refusal(long), { errors: [{ pointer: `/0${pointer}`, type }] }, `${text}, long`)
  }
  for (const text of [
    '[{"a":1},{"a":1,"b":{"a":1}},{"prototype":1,"constructor":[{"prototype":1}]}]',
    '{"a":":","b":{"\\"":1}}',
  ])
    t.equal(await refusal(text), undefined, text)
  const wide = Array.from({ length: uploadLimits.members + 1 }, (_, index) => `"k${index}":1`)
  t.match(await refusal(`[{${wide}}]`), { code: 'body_too_complex', detail: /members in one object/ })
  t.equal(await refusal(`[{${wide.slice(1)}}]`), undefined)
  t.equal(await refusal(`\ufeff[${filler},1]`), undefined)
})
