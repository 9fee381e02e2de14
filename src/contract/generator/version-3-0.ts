import { isObject, type Json, type JsonObject, listOf, objectOf } from './json.ts'
import { dereference } from './reference.ts'
import { type Changes, rewrite } from './structure.ts'

/**
 * The contract as OpenAPI 3.0.3, for generators that cannot read 3.1. The dialect makes the conversion
 * mechanical. It drops what 3.0 cannot express (summary of info, webhooks, shared path items), but nothing
 * that is validated.
 */
export function toVersion30(document: JsonObject): JsonObject {
  const bareReference = (node: JsonObject) => (node.$ref === undefined ? node : { $ref: node.$ref })
  const copied = rewrite(document, 'document', nullableChoices(document))
  return rewrite(withoutUnused(copied, document), 'document', {
    document: documentObject,
    components: ({ pathItems: _, ...components }) => components,
    parameter: bareReference,
    requestBody: bareReference,
    response: bareReference,
    header: bareReference,
    schema: schemaObject,
  })
}

function documentObject(document: JsonObject): JsonObject {
  const { jsonSchemaDialect: _, webhooks: __, ...rest } = document
  const { summary: ___, ...info } = objectOf(document.info)
  const license = isObject(info.license) ? { license: licenseObject(info.license) } : {}
  return { ...rest, openapi: '3.0.3', info: { ...info, ...license } }
}

function licenseObject({ identifier, ...license }: JsonObject): JsonObject {
  return identifier === undefined
    ? license
    : { url: `https://spdx.org/licenses/${identifier}.html`, ...license }
}

/**
 * Turns `anyOf: [schema, null]` into the schema itself with a nullable type. A reference is replaced by a
 * copy of its target: `nullable` next to `allOf: [{ $ref }]` would not allow null, since every branch of
 * `allOf` must allow it.
 */
function nullableChoices(document: JsonObject): Changes {
  const changes: Changes = {
    schema: (node) => {
      const { anyOf, oneOf, ...siblings } = node
      const [choice] = listOf(anyOf ?? oneOf)
      if (choice === undefined || node.discriminator !== undefined) return node
      const { const: only, ...schema } = rewrite(dereference(document, objectOf(choice)), 'schema', changes)
      const values = only === undefined ? schema.enum : [only]
      return {
        ...schema,
        type: [String(schema.type), 'null'],
        ...(values === undefined ? {} : { enum: [...listOf(values), null] }),
        ...siblings,
      }
    },
  }
  return changes
}

/** Removes the schemas that lost their last reference, since copies have replaced it. */
function withoutUnused(document: JsonObject, original: JsonObject): JsonObject {
  const [after, before] = [document, original].map((node) => JSON.stringify(node))
  const isLeft = (name: string) => {
    const reference = `"#/components/schemas/${name}"`
    return after?.includes(reference) || !before?.includes(reference)
  }
  const components = objectOf(document.components)
  const schemas = Object.entries(objectOf(components.schemas)).filter(([name]) => isLeft(name))
  return { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } }
}

/** The keywords of 3.1 that differ in 3.0; one may become two. */
const translations: Readonly<Record<string, (value: Json) => [string, Json][]>> = {
  type: (value) =>
    Array.isArray(value)
      ? [
          ['type', String(value[0])],
          ['nullable', true],
        ]
      : [['type', value]],
  const: (value) => [['enum', [value]]],
  examples: (value) =>
    listOf(value)
      .slice(0, 1)
      .map((example) => ['example', example]),
  exclusiveMinimum: (value) => [
    ['minimum', value],
    ['exclusiveMinimum', true],
  ],
  exclusiveMaximum: (value) => [
    ['maximum', value],
    ['exclusiveMaximum', true],
  ],
}

function schemaObject(schema: JsonObject): JsonObject {
  if (schema.$ref !== undefined) return referenceObject(schema)
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => translations[key]?.(value) ?? [[key, value]]),
  )
}

/**
 * OpenAPI 3.0 ignores keywords next to a reference, so a description needs an `allOf` around the reference.
 */
function referenceObject({ $ref: reference, ...siblings }: JsonObject): JsonObject {
  const bare: JsonObject = { $ref: String(reference) }
  const { description } = siblings
  return description === undefined ? bare : { description, allOf: [bare] }
}
