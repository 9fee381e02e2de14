import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { objectOf } from '../../../src/contract/generator/json.ts'
import { listOperations, parametersOf } from '../../../src/contract/generator/operations.ts'
import { withSingleExamples } from '../../../src/contract/generator/single-examples.ts'
import { packageRoot } from '../../../src/package-root.ts'

const schema = { type: 'string' }

t.test('a parameter keeps only the first of its examples', async (t) => {
  const given = { name: 'size', in: 'query', schema }
  const parameters = {
    Several: { ...given, examples: { one: { value: 'a' }, two: { value: 'b' } } },
    Shared: { ...given, examples: { one: { $ref: '#/components/examples/Size' } } },
    Without: given,
    Empty: { ...given, examples: { one: { summary: 'nothing' } } },
  }
  const examples = { Size: { value: 'c' } }
  t.strictSame(withSingleExamples({ components: { parameters, examples } }), {
    components: {
      parameters: {
        Several: { ...given, example: 'a' },
        Shared: { ...given, example: 'c' },
        Without: given,
        Empty: given,
      },
      examples,
    },
  })
})

for (const file of ['openapi.json', 'openapi-3.0.json', 'openapi-json-only.json']) {
  t.test(`${file} has examples for required parameters, and none for optional ids`, async (t) => {
    const document = JSON.parse(await readFile(join(packageRoot, 'generated', file), 'utf8'))
    const parameters = listOperations(document).flatMap((operation) =>
      parametersOf(document, operation).map((parameter) => ({ label: operation.label, ...parameter })),
    )
    const wrong = parameters.filter((parameter) => {
      const { required, example, examples, schema } = objectOf(parameter)
      if (required === true) return example === undefined || examples !== undefined
      return examples !== undefined || (objectOf(schema).format === 'uuid' && example !== undefined)
    })
    t.ok(parameters.length > 100)
    t.strictSame(wrong, [])
  })
}
