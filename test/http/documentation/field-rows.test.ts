import t from 'tap'
import type { Schema } from '../../../src/http/documentation/contract-document.ts'
import { fieldRows, schemaCells } from '../../../src/http/documentation/field-rows.ts'
import { shop } from './fixture.ts'

const name: Schema = { type: 'string' }

t.test('types, defaults and constraints', async (t) => {
  const table: [given: Schema, type: string, byDefault: string, rules: string][] = [
    [{}, 'any', '', ''],
    [{ type: 'string', format: 'uuid' }, 'string (uuid)', '', ''],
    [
      { type: ['string', 'null'], format: 'date-time', default: null },
      'string (date-time) or null',
      '`null`',
      '',
    ],
    [{ type: 'array' }, 'array', '', ''],
    [
      { type: 'array', maxItems: 3, items: { type: 'string', enum: ['a', 'b'] } },
      'array of string',
      '',
      'maxItems `3`; each: one of `"a"`, `"b"`',
    ],
    [{ type: 'array', items: name, default: [] }, 'array of string', '`[]`', ''],
    [{ type: 'integer', minimum: 0, maximum: 9, default: 0 }, 'integer', '`0`', 'minimum `0`; maximum `9`'],
    [{ type: 'string', pattern: '^a|b$' }, 'string', '', 'pattern `^a|b$`'],
    [{ type: 'object', additionalProperties: true, default: {} }, 'object', '`{}`', 'any members'],
    [{ type: 'object', additionalProperties: name }, 'object', '', 'the value of each member is string'],
    [{ type: 'object', writeOnly: true }, 'object', '', 'writeOnly `true`'],
    [{ anyOf: [{ type: 'string', maxLength: 2 }, { type: 'null' }] }, 'string or null', '', 'maxLength `2`'],
    [{ oneOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] }, 'object or null', '', ''],
  ]
  for (const [given, type, byDefault, rules] of table) {
    t.strictSame(schemaCells(shop, given, true), [
      type,
      'yes',
      byDefault,
      rules,
      given.oneOf ? 'Something to sell.' : '',
    ])
  }
})

t.test('fields are listed with their paths', async (t) => {
  const nested: Schema = { type: 'object', required: ['b'], properties: { a: name, b: name } }
  const table: [name: string, given: Schema, fields: string[]][] = [
    ['no object', name, []],
    ['an object', nested, ['`a` no', '`b` yes']],
    ['an array of objects', { type: 'array', items: nested }, ['`[].a` no', '`[].b` yes']],
    [
      'an object in an object',
      { properties: { deep: nested } },
      ['`deep` no', '`deep.a` no', '`deep.b` yes'],
    ],
    [
      'objects in an array in an object',
      { required: ['all'], properties: { all: { type: 'array', items: nested } } },
      ['`all` yes', '`all[].a` no', '`all[].b` yes'],
    ],
    [
      'schemas put together',
      { allOf: [nested, { required: ['c'], properties: { c: name } }] },
      ['`a` no', '`b` yes', '`c` yes'],
    ],
  ]
  for (const [title, given, want] of table) {
    t.strictSame(
      fieldRows(shop, given).map(([field, , required]) => `${field} ${required}`),
      want,
      title,
    )
  }
})
