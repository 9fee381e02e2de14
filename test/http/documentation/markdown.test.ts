import t from 'tap'
import { blocks, code, codeBlock, jsonBlock, table } from '../../../src/http/documentation/markdown.ts'

const columns = ['A', 'B']

for (const [name, given, want] of [
  ['code', code('a|b'), '`a|b`'],
  ['code with backticks', code('a``b`'), '``` a``b` ```'],
  ['a block of code', codeBlock('sh', 'ls'), '```sh\nls\n```'],
  ['a block of JSON', jsonBlock({ a: 1 }), '```json\n{\n  "a": 1\n}\n```'],
  ['a table', table(columns, [['1', '2']]), '| A | B |\n| --- | --- |\n| 1 | 2 |'],
  ['a table with an unused column', table(columns, [['1', '']]), '| A |\n| --- |\n| 1 |'],
  ['a table without rows', table(columns, []), ''],
  [
    'a cell of several lines',
    table(columns, [['x\n  y\n', 'p|q']]),
    '| A | B |\n| --- | --- |\n| x y | p\\|q |',
  ],
  ['blocks', blocks('a\n', '', ' b'), 'a\n\nb'],
] as const) {
  t.equal(given, want, name)
}
