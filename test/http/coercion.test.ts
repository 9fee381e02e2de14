import t from 'tap'
import { coerceTexts } from '../../src/http/reading/coercion.ts'

const schema = {
  properties: {
    whole: { type: 'integer' },
    part: { type: 'number' },
    yes: { type: 'boolean' },
    text: { type: 'string' },
    list: { type: 'array', items: { type: 'integer' } },
  },
}

t.test('only digits are integers', async (t) => {
  for (const [text, value] of [
    ['10', 10],
    ['-1', -1],
    ['007', 7],
    ['Infinity', 'Infinity'],
    ['1e309', '1e309'],
    ['1e2', '1e2'],
    ['0x10', '0x10'],
    ['0b1', '0b1'],
    ['1_000', '1_000'],
    ['+1', '+1'],
    [' 1', ' 1'],
    ['1\n', '1\n'],
    ['', ''],
    ['-', '-'],
    ['1.0', '1.0'],
    ['١', '١'],
    ['1234567890123456', '1234567890123456'],
    [
      ['1', '2'],
      ['1', '2'],
    ],
  ] as const) {
    const values = { whole: text }
    coerceTexts(schema, values)
    t.strictSame(values, { whole: value }, JSON.stringify(text))
  }
})

t.test('numbers have the syntax of JSON, which every language writes', async (t) => {
  for (const [text, value] of [
    ['0.17692390409591788', 0.17692390409591788],
    ['2.0006620054499435e-289', 2.0006620054499435e-289],
    ['5E-324', 5e-324],
    ['1e+2', 100],
    ['-0.5', -0.5],
    ['1e309', '1e309'],
    ['-1e999', '-1e999'],
    ['Infinity', 'Infinity'],
    ['NaN', 'NaN'],
    ['.5', '.5'],
    ['1.', '1.'],
    ['+1', '+1'],
    ['1e', '1e'],
    ['0x1p3', '0x1p3'],
    ['9'.repeat(400), '9'.repeat(400)],
  ] as const) {
    const values = { part: text }
    coerceTexts(schema, values)
    t.strictSame(values, { part: value }, text)
  }
})

t.test('booleans have the forms that pydantic accepts', async (t) => {
  const read = (yes: string) => {
    const values = { yes }
    coerceTexts(schema, values)
    return values.yes
  }
  for (const word of ['true', '1', 'yes', 'on', 't', 'y', 'True', 'TRUE', 'YES', 'On', 'T', 'Y'])
    t.equal(read(word), true, word)
  for (const word of ['false', '0', 'no', 'off', 'f', 'n', 'False', 'FALSE', 'NO', 'Off', 'F', 'N'])
    t.equal(read(word), false, word)
  for (const word of ['', ' true', 'true ', '2', '01', '-1', 'ja', 'null', 'None', 'constructor'])
    t.equal(read(word), word, word)
})

t.test('values of other types', async (t) => {
  const values = { part: '-1.5', yes: 'true', text: '1', list: '7', other: '1' }
  coerceTexts(schema, values)
  t.strictSame(values, { part: -1.5, yes: true, text: '1', list: [7], other: '1' })
  const wrong = { part: '.5', yes: 'maybe', list: ['1', 'x'] }
  coerceTexts(schema, wrong)
  t.strictSame(wrong, { part: '.5', yes: 'maybe', list: [1, 'x'] })
  coerceTexts(undefined, values)
})
