import t from 'tap'
import { routes } from '../../generated/routes.ts'
import type { JsonSchema, RouteDefinition } from '../../src/contract/route-definition.ts'
import { isStorable, storableTable } from '../../src/introspection/connectors/storable.ts'
import { codePointOf, hiddenCharacter, labelFault, nameFault } from '../../src/values/name-rule.ts'
import { build } from '../helper.ts'

t.test('names that people write are valid', async (t) => {
  for (const name of [
    'orders',
    'Umsätze 2026',
    'Umsa\u0308tze',
    '注文 一覧',
    'the \u3000 wide one',
    'مبيعات',
    'הזמנות',
    // Persian: the non-joiner keeps two letters apart that would join.
    'می\u200cخواهم',
    // Hindi and Malayalam: joiners after a virama.
    'क\u094d\u200dष',
    'ന\u0d4d\u200d',
    '❤\ufe0f team',
    '👨\u200d👩\u200d👧 family',
    '1\ufe0f\u20e3',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  ]) {
    t.equal(nameFault(name), undefined, name)
  }
})

t.test('invisible characters are reported', async (t) => {
  const ranges = [
    [0x00, 0x1f],
    [0x7f, 0x9f],
    [0xad, 0xad],
    [0x34f, 0x34f],
    [0x61c, 0x61c],
    [0x115f, 0x1160],
    [0x180b, 0x180f],
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0x3164, 0x3164],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xffa0, 0xffa0],
    [0xfff9, 0xfffb],
    [0xe0000, 0xe01ef],
  ] as const
  for (const [first, last] of ranges) {
    for (let code = first; code <= last; code += 1) {
      const character = String.fromCodePoint(code)
      if (hiddenCharacter(`a${character}b`) !== character) t.fail(codePointOf(character))
    }
  }
  t.equal(nameFault('a\u202eb'), 'Character U+202E is invisible or changes the direction of text')
  t.equal(labelFault('a\u{e0041}'), 'Character U+E0041 is invisible or changes the direction of text')
  t.equal(labelFault('\u0009'), 'Character U+0009 is invisible or changes the direction of text')
  for (const blank of ['', ' ', '\u3000\u00a0', '\u2800']) {
    t.equal(nameFault(blank), 'Name should have a visible character')
    t.equal(labelFault(blank), undefined)
  }
  // Joiners and selectors where they change nothing.
  for (const name of [
    'a\u200cb',
    'a\u200d',
    'x\ufe0f',
    '\u0627\u200c\u0628',
    '\u200c\u0628',
    '❤\ufe0f\ufe0f',
  ]) {
    t.type(nameFault(name), 'string', name)
  }
})

t.test('long texts are checked quickly', async (t) => {
  const begin = performance.now()
  for (const text of ['a\u200d', '❤\ufe0f', 'ب', 'ب\u0650', 'क\u094d', '👨\u200d', ' ', '\u3164'])
    for (const end of ['', '\u200b']) nameFault(text.repeat(2000) + end)
  t.ok(performance.now() - begin < 1000)
})

function* textsOf(schema: unknown, path: string): Generator<[string, JsonSchema]> {
  if (typeof schema !== 'object' || schema === null) return
  const { pattern } = schema as JsonSchema
  if (typeof pattern === 'string') yield [path, schema as JsonSchema]
  for (const [key, member] of Object.entries(schema)) yield* textsOf(member, `${path}/${key}`)
}

t.test('every name in a request has the format', async (t) => {
  let count = 0
  for (const { operationId, schema } of routes as readonly RouteDefinition[]) {
    for (const part of [schema.body, schema.params, schema.querystring]) {
      for (const [path, text] of textsOf(part, operationId)) {
        if (!String(text.pattern).includes('x1F')) continue
        count += 1
        t.equal(text.format, 'name', path)
      }
    }
  }
  t.ok(count > 30)
})

t.test('an introspection skips invalid names with a warning', async (t) => {
  const column = { data_type: 'text', comment: null } as never as object
  const table = {
    schema_name: 'sales',
    name: 'orders',
    comment: 'Kept\u202e as it is.',
    columns: [
      { ...column, name: 'id' },
      { ...column, name: 'i\u200bd' },
    ],
    foreign_keys: [
      { columns: ['id'], to_schema_name: 'a\u2066', to_table_name: 'b', to_columns: ['c'] },
      { columns: ['id'], to_schema_name: null, to_table_name: 'b', to_columns: ['c'] },
      { columns: ['id'], to_schema_name: null, to_table_name: 'b\u200b', to_columns: ['c'] },
    ],
    unique_keys: [],
  } as never as Parameters<typeof storableTable>[0]
  const [warning, kept] = [...storableTable(table)]
  t.match(warning, { kind: 'warning', detail: 'The column "i\u200bd" of "orders" is left out.' })
  t.match(kept, { kind: 'table', table: { comment: 'Kept\u202e as it is.', columns: [{ name: 'id' }] } })
  t.equal((kept as { table: typeof table }).table.foreign_keys.length, 1)
  t.match([...storableTable({ ...table, schema_name: 'sa\u202eles' })], [{ kind: 'warning' }])
  t.match([...storableTable({ ...table, schema_name: null })], [{}, { kind: 'table' }])
  t.equal(isStorable('😀'.repeat(255)), true)
  t.equal(isStorable('😀'.repeat(256)), false)
  t.equal(isStorable('x'.repeat(511)), false)
})

t.test('a request with an invalid name is refused, and descriptions are stored unchanged', async (t) => {
  const { call, tenant } = await build(t)
  const { params, admin } = await tenant()
  const create = (body: object) => call('createIntegrationSourceDatabase', { params, token: admin, body })
  const refused = await create({ name: 'sales\u202e' })
  t.equal(refused.statusCode, 422)
  t.match(refused.json().errors, [
    {
      pointer: '/name',
      msg: 'Character U+202E is invisible or changes the direction of text',
      type: 'value_error',
    },
  ])
  t.match((await create({ name: 'a\u0007' })).json().errors, [{ msg: /^Character U\+0007/ }])
  t.match((await create({ name: '\u2800' })).json().errors, [{ msg: 'Name should have a visible character' }])
  const description = 'Right to left: \u202eabc\u202c, and joined\u200b.'
  t.match((await create({ name: 'sales', description })).json(), { description })
})
