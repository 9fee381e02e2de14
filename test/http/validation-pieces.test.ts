import { Ajv } from 'ajv'
import fc from 'fast-check'
import t from 'tap'
import { routes } from '../../generated/routes.ts'
import { inPieces, isDivisible, piecesOf } from '../../src/contract/validation-pieces.ts'

const text = { type: 'string', maxLength: 2 }
const map = (additionalProperties: unknown) => ({ type: 'object', additionalProperties })

t.test('schemas that validate each member separately can be split', async (t) => {
  for (const schema of [
    map(true),
    map(text),
    { ...map(false), properties: { a: text, b: { anyOf: [map(text), { type: 'null' }] } } },
  ]) {
    t.equal(isDivisible(schema), true, JSON.stringify(schema))
  }
  for (const schema of [
    {},
    { ...map(true), required: ['a'] },
    { ...map(true), maxProperties: 1 },
    { type: ['object', 'null'] },
    { type: 'array', items: text },
    map({ type: 'array' }),
    map({ ...text, default: 'a' }),
    { anyOf: [map(text), map({ type: 'integer' })] },
    { anyOf: [{ ...map(text), minProperties: 1 }, text] },
    { anyOf: [map(text)], type: 'object' },
    { enum: [{}] },
    undefined,
    null,
  ]) {
    t.equal(isDivisible(schema), false, JSON.stringify(schema))
  }
  const divided = routes
    .filter(({ schema }) => isDivisible(schema.body))
    .map(({ operationId }) => operationId)
  for (const operation of ['planDescriptions', 'applyDescriptions'])
    t.ok(divided.includes(operation), operation)
})

t.test('a value is valid if its pieces are', async (t) => {
  const schema = {
    type: 'object',
    additionalProperties: false,
    properties: { a: text, b: map({ anyOf: [map(text), { type: 'null' }] }) },
  }
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema)
  const leaf = fc.constantFrom<unknown>('x', 'xx', 'xxx', null, 1, [], [1])
  const inner = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', '__proto__'), leaf, {
    noNullPrototype: true,
  })
  const values = fc.oneof(
    leaf,
    fc.record(
      { a: leaf, b: fc.dictionary(fc.constantFrom('e', 'f', 'g'), fc.oneof(inner, leaf)), c: leaf },
      { requiredKeys: [] },
    ),
  )
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 4 }), (value, size) => {
      const whole = validate(value)
      const pieces = [...piecesOf(value, size)]
      t.equal(
        pieces.every((piece) => validate(piece)),
        whole,
        JSON.stringify({ value, pieces }),
      )
    }),
    { numRuns: 1000 },
  )
})

t.test('an error in a piece is that of the whole, and other work runs between pieces', async (t) => {
  const validate = new Ajv().compile(map(map(text)))
  const value = { a: Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 'x'])) }
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 0)
  t.teardown(() => clearInterval(timer))
  t.equal(await inPieces(validate)(value), true)
  t.ok(turns > 1, `${turns} turns`)
  Object.assign(value.a, { last: 'xxx' })
  const errors = await inPieces(validate)(value).catch((reason) => reason)
  t.match(errors, [{ instancePath: '/a/last', keyword: 'maxLength' }])
})
