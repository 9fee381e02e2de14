import { type ContractDocument, dereference, type Reference, type Schema } from './contract-document.ts'
import { code } from './markdown.ts'

/** A row of the table of fields: path, type, whether it is required, default, constraints, description. */
export type FieldRow = [
  field: string,
  type: string,
  required: string,
  byDefault: string,
  rules: string,
  text: string,
]

/** The headings of a table of fields. */
export const fieldColumns = ['Field', 'Type', 'Required', 'Default', 'Constraints', 'Description'] as const

/**
 * Lists the fields of a schema, nested ones by their path: `address.city`, `errors[].msg`. A schema that is
 * neither an object nor an array of objects has none. The contract has no recursive schemas, so the recursion
 * ends.
 */
export function fieldRows(document: ContractDocument, node: Schema | Reference, prefix = ''): FieldRow[] {
  const { properties = {}, required = [], items } = readSchema(document, node)
  const itemRows = items === undefined ? [] : fieldRows(document, items, `${prefix}[]`)
  const propertyRows = Object.entries(properties).flatMap(([name, property]) => {
    const field = prefix === '' ? name : `${prefix}.${name}`
    const schema = readSchema(document, property)
    const row: FieldRow = [code(field), ...schemaCells(document, schema, required.includes(name))]
    return [row, ...fieldRows(document, schema, field)]
  })
  return [...itemRows, ...propertyRows]
}

/** The cells for a schema: type, required, default, constraints and description. */
export function schemaCells(document: ContractDocument, node: Schema | Reference, required: boolean) {
  const schema = readSchema(document, node)
  return [
    typeText(document, schema),
    required ? 'yes' : 'no',
    schema.default === undefined ? '' : code(JSON.stringify(schema.default)),
    constraintsText(document, schema),
    schema.description ?? '',
  ] as const
}

/**
 * Resolves references and combinations of a schema. The schemas of `allOf` are merged. The dialect allows
 * `anyOf` and `oneOf` only for "this or null"; they become the other schema, with null as a further type.
 */
export function readSchema(document: ContractDocument, node: Schema | Reference): Schema {
  const { allOf = [], anyOf = [], oneOf = [], ...own } = dereference<Schema>(document, node)
  const alternatives = [...anyOf, ...oneOf].map((part) => readSchema(document, part))
  const parts = [...allOf.map((part) => readSchema(document, part)), ...alternatives, own]
  const merged: Schema = Object.assign({}, ...parts)
  const properties = Object.assign({}, ...parts.map((part) => part.properties))
  if (Object.keys(properties).length > 0) {
    merged.properties = properties
    merged.required = parts.flatMap((part) => part.required ?? [])
  }
  const types = [...new Set(parts.flatMap((part) => part.type ?? []))]
  return types.length > 0 ? { ...merged, type: types } : merged
}

function typeText(document: ContractDocument, schema: Schema): string {
  const { items, format } = schema
  const types = [schema.type ?? 'any'].flat().map((type) => {
    if (type === 'null') return type
    if (type === 'array' && items) return `array of ${typeText(document, readSchema(document, items))}`
    return format === undefined ? type : `${type} (${format})`
  })
  return types.join(' or ')
}

const constraints = [
  'const',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'readOnly',
  'writeOnly',
  'deprecated',
]

function constraintsText(document: ContractDocument, schema: Schema): string {
  const { items, additionalProperties } = schema
  const values = (schema.enum as unknown[] | undefined) ?? []
  const texts = [
    values.length > 0 && `one of ${values.map((value) => code(JSON.stringify(value))).join(', ')}`,
    ...constraints
      .filter((keyword) => schema[keyword] !== undefined)
      .map((keyword) => `${keyword} ${code(plainText(schema[keyword]))}`),
    additionalProperties === true && 'any members',
    typeof additionalProperties === 'object' &&
      `the value of each member is ${typeText(document, readSchema(document, additionalProperties))}`,
    items && eachText(constraintsText(document, readSchema(document, items))),
  ]
  return texts.filter(Boolean).join('; ')
}

function eachText(constraintsOfItems: string): string {
  return constraintsOfItems && `each: ${constraintsOfItems}`
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
