import { isDeepStrictEqual } from 'node:util'
import { isObject, type Json, type JsonObject, listOf, objectOf } from './json.ts'
import { dereference } from './reference.ts'
import { when } from './when.ts'

/** Annotations: for people and generated documents, not for validators and serializers. */
export const annotations: readonly string[] = [
  'title',
  'description',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'externalDocs',
]

const assertions = [
  ...['type', 'enum', 'const', 'default', 'format', 'pattern', 'minLength', 'maxLength'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['items', 'minItems', 'maxItems', 'uniqueItems'],
  ...['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
  ...['allOf', 'anyOf', 'oneOf', 'discriminator'],
]

const types = ['string', 'number', 'integer', 'boolean', 'object', 'array']
const formats = ['uuid', 'date-time', 'int32', 'int64', 'uri', 'uri-reference', 'email', 'name', 'label']

const advice: Readonly<Record<string, (schema: JsonObject) => string>> = {
  nullable: ({ type }) => `, write type: [${types.includes(String(type)) ? type : 'x'}, 'null']`,
  example: () => ', write examples: [x]',
}

function unknownKeywords(schema: JsonObject): string[] {
  return Object.keys(schema)
    .filter((key) => !assertions.includes(key) && !annotations.includes(key) && !key.startsWith('x-'))
    .map((key) => `'${key}' is not in the dialect${advice[key]?.(schema) ?? ''}`)
}

function isType(value: Json): boolean {
  if (!Array.isArray(value)) return types.includes(String(value))
  const [type, second, ...rest] = value
  return types.includes(String(type)) && second === 'null' && rest.length === 0
}

/** `{ type: 'null' }` is only allowed where it makes a choice nullable. */
function isNullChoice(schema: JsonObject, path: readonly string[]): boolean {
  return schema.type === 'null' && ['anyOf', 'oneOf'].includes(String(path.at(-2))) && path.at(-1) === '1'
}

function badType(schema: JsonObject, path: readonly string[]): string[] {
  if (schema.type === undefined || isType(schema.type) || isNullChoice(schema, path)) return []
  return [`type ${JSON.stringify(schema.type)} is not in the dialect, write one type, or [x, 'null']`]
}

function badChoice(schema: JsonObject, document: JsonObject): string[] {
  if (schema.discriminator !== undefined) return badDiscriminator(schema, document)
  return ['anyOf', 'oneOf']
    .filter((key) => schema[key] !== undefined)
    .flatMap((key) => {
      const [first, second, ...rest] = listOf(schema[key])
      const { type } = dereference(document, objectOf(first))
      const beside = assertions.filter((other) => other !== key && other !== 'default' && other in schema)
      return [
        ...when(
          !isNull(second) || rest.length > 0 || !types.includes(String(type)),
          `'${key}' must be [schema of one type, { type: 'null' }]`,
        ),
        ...beside.map((other) => `'${other}' beside '${key}' is not in the dialect, write it inside`),
      ]
    })
}

/**
 * A choice of objects needs a tag that tells them apart (`discriminator`, OpenAPI 3.1, 4.8.25). Then
 * validators report the errors of the intended object, and generators create a type for each.
 */
function badDiscriminator(schema: JsonObject, document: JsonObject): string[] {
  const { propertyName, mapping } = objectOf(schema.discriminator)
  const choices = listOf(schema.oneOf).map(objectOf)
  const words = choices.map((choice) => {
    const { type, required, properties } = dereference(document, choice)
    const values = listOf(objectOf(objectOf(properties)[String(propertyName)]).enum)
    const isToldApart = type === 'object' && listOf(required).includes(propertyName as Json)
    return isToldApart && values.length === 1 ? String(values[0]) : undefined
  })
  const expected = Object.fromEntries(choices.map(({ $ref }, index) => [String(words[index]), $ref]))
  const others = assertions.filter(
    (key) => !['type', 'oneOf', 'discriminator'].includes(key) && key in schema,
  )
  return [
    ...when(
      schema.type !== 'object' || choices.length === 0,
      "'discriminator' needs type: object and 'oneOf'",
    ),
    ...when(
      words.includes(undefined),
      "every choice beside 'discriminator' must be an object that requires its property, with one word in 'enum'",
    ),
    ...when(!isDeepStrictEqual(mapping, expected), "'mapping' must lead from each word to its choice"),
    ...others.map((key) => `'${key}' beside 'discriminator' is not in the dialect, write it inside`),
  ]
}

function isNull(schema: Json | undefined): boolean {
  return isObject(schema) && schema.type === 'null' && Object.keys(schema).length === 1
}

function badObject({ type, properties, additionalProperties, discriminator }: JsonObject): string[] {
  return when(
    [type, ...listOf(type)].includes('object') &&
      (properties ?? additionalProperties ?? discriminator) === undefined,
    "'properties' or 'additionalProperties' is missing: the serializer would print {}",
  )
}

/**
 * Generators for Go turn the default of a struct into code that does not compile; a map may have a default.
 */
function badDefault(schema: JsonObject, document: JsonObject): string[] {
  const parts = [schema, ...['allOf', 'anyOf', 'oneOf'].flatMap((key) => listOf(schema[key]).map(objectOf))]
  const hasProperties = (part: JsonObject) =>
    Object.keys(objectOf(dereference(document, part).properties)).length > 0
  return when(
    isObject(schema.default) && parts.some(hasProperties),
    "the 'default' of an object with properties is not in the dialect, give its members theirs",
  )
}

function badArray({ type, items }: JsonObject): string[] {
  return when(
    [type, ...listOf(type)].includes('array') && !isObject(items),
    "'items' is missing, or is not a schema",
  )
}

function badEnum(schema: JsonObject): string[] {
  return when(
    schema.enum !== undefined && listOf(schema.type).includes('null') && !listOf(schema.enum).includes(null),
    "'enum' of a nullable type must list null",
  )
}

function badFormat({ format }: JsonObject): string[] {
  return when(
    format !== undefined && !formats.includes(String(format)),
    `format '${format}' is not in the dialect, use one of ${formats.join(', ')}`,
  )
}

function badPattern({ pattern }: JsonObject): string[] {
  try {
    new RegExp(pattern === undefined ? '' : String(pattern), 'u')
    return []
  } catch (error) {
    return [`'pattern' does not compile: ${error}`]
  }
}

function booleanBounds(schema: JsonObject): string[] {
  return ['exclusiveMinimum', 'exclusiveMaximum']
    .filter((key) => typeof schema[key] === 'boolean')
    .map((key) => `'${key}' must be a number`)
}

function booleanProperties({ properties }: JsonObject): string[] {
  return Object.entries(objectOf(properties))
    .filter(([, schema]) => !isObject(schema))
    .map(([name]) => `property '${name}' must have a schema object`)
}

/**
 * The breaches of a schema object. The dialect is JSON Schema 2020-12, restricted to what is also draft-07
 * for ajv, what fast-json-stringify prints correctly, and what OpenAPI 3.0 can express.
 *
 * @param path decides whether `{ type: 'null' }` is allowed
 */
export function schemaBreaches(schema: JsonObject, path: readonly string[], document: JsonObject): string[] {
  return [
    ...unknownKeywords(schema),
    ...badType(schema, path),
    ...badChoice(schema, document),
    ...badObject(schema),
    ...badDefault(schema, document),
    ...badArray(schema),
    ...badEnum(schema),
    ...badFormat(schema),
    ...badPattern(schema),
    ...booleanBounds(schema),
    ...booleanProperties(schema),
  ]
}
