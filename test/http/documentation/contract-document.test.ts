import t from 'tap'
import { dereference, listOperations } from '../../../src/http/documentation/contract-document.ts'
import { shop } from './fixture.ts'

t.test('operations are in the order of the document, with the parameters of their path', async (t) => {
  const listed = listOperations(shop).map(({ id, method, path, section, parameters }) => [
    id,
    `${method} ${path}`,
    section,
    parameters.map(({ name }) => name),
  ])
  t.strictSame(listed, [
    ['getThing', 'GET /things/{thing_id}', 'Things', ['thing_id', 'fields']],
    ['replaceThing', 'PUT /things/{thing_id}', 'Things', ['thing_id']],
    ['getHours', 'GET /hours', undefined, []],
  ])
})

t.test('references', async (t) => {
  const document = {
    ...shop,
    components: {
      a: { 'b/c~d': { type: 'string', description: 'old' } },
      again: { $ref: '#/components/a/b~1c~0d' },
    },
  }
  for (const [name, given, want] of [
    ['no reference', { type: 'number' }, { type: 'number' }],
    ['an escaped name', { $ref: '#/components/a/b~1c~0d' }, { type: 'string', description: 'old' }],
    [
      'a description beside it',
      { $ref: '#/components/a/b~1c~0d', description: 'new' },
      { type: 'string', description: 'new' },
    ],
    ['a reference to a reference', { $ref: '#/components/again' }, { type: 'string', description: 'old' }],
  ] as const) {
    t.strictSame(dereference<object>(document, given), want, name)
  }
  t.throws(() => dereference(document, { $ref: '#/components/nothing/here' }), {
    message: 'The contract refers to #/components/nothing/here, which it does not have.',
  })
})
