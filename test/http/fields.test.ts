import t from 'tap'
import { selectFields } from '../../src/http/answering/fields.ts'

t.test('a selection keeps the named and the required fields', async (t) => {
  const resource = { id: 1, name: 'a', priority: 2 }
  t.strictSame(selectFields({ required: ['id'] }, ['name'])(resource), { id: 1, name: 'a' })
  t.strictSame(selectFields({}, ['name'])(resource), { name: 'a' })
  t.strictSame(selectFields({ items: { required: ['id'] } }, [])([resource, resource]), [
    { id: 1 },
    { id: 1 },
  ])
})
