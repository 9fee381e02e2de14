import t from 'tap'
import { postmanCollection } from '../../../src/http/documentation/postman-collection.ts'
import { contractOf, shop } from './fixture.ts'

t.test('an operation with a body and a parameter without an example', async (t) => {
  const [things] = postmanCollection(shop).item
  t.match(things, { name: 'Things', description: 'What is sold.' })
  t.strictSame(
    things?.item.map(({ name }) => name),
    ['Get a thing', 'Replace a thing'],
  )
  t.match(things?.item[1]?.request, {
    method: 'PUT',
    header: [{ key: 'Content-Type', value: 'application/json' }],
    url: {
      raw: '{{base_url}}/things/:thing_id',
      path: ['things', ':thing_id'],
      query: [],
      variable: [{ key: 'thing_id', value: '' }],
    },
    body: { mode: 'raw', raw: '{\n  "name": "Ann\'s lamp"\n}' },
  })
  t.match(postmanCollection(shop).variable, [{ key: 'base_url' }, { key: 'token', value: '' }])
})

t.test('public operations send no token, and optional parameters are disabled', async (t) => {
  const schema = { type: 'string' }
  const document = contractOf({
    tags: ['All'],
    'x-permission': 'public',
    parameters: [
      { name: 'q', in: 'query', required: true, schema, example: 'a&b' },
      { name: 'X-Kind', in: 'header', required: true, schema, example: 'one' },
      { name: 'more', in: 'query', schema, example: 'x' },
    ],
  })
  const { item } = postmanCollection({ ...document, tags: [{ name: 'All' }] })
  t.strictSame(item[0]?.item[0]?.request, {
    method: 'POST',
    description: '',
    header: [{ key: 'X-Kind', value: 'one' }],
    url: {
      raw: '{{base_url}}/things?q=a%26b',
      host: ['{{base_url}}'],
      path: ['things'],
      query: [{ key: 'q', value: 'a&b' }],
      variable: [],
    },
    auth: { type: 'noauth' },
  })
  t.strictSame(postmanCollection(document).item, [], 'a contract without tags')
})
