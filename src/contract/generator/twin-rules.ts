import { isDeepStrictEqual } from 'node:util'
import { type JsonObject, listOf, mapValues, objectOf } from './json.ts'

/** What is wrong with a schema. */
type SchemaBreach = { readonly name: string; readonly message: string }

const suffixes = ['Create', 'Update', 'Snapshot'] as const

/** Properties that differ from those of their twins, each with the reason. */
export const twinExceptions: Readonly<Record<string, string>> = {
  'IntegrationSourceUpdate.description_version':
    'It has no effect, so any number is accepted: a source can be sent back as it was read.',
}

/** A property without what twins may differ in: words, defaults, null, and the formats that only requests are checked by. */
function comparable(property: JsonObject): JsonObject {
  const { description: _, default: __, readOnly: ___, writeOnly: ____, ...schema } = property
  const [choice] = listOf(schema.anyOf ?? (listOf(schema.allOf).length === 1 ? schema.allOf : undefined))
  if (choice !== undefined) return comparable(objectOf(choice))
  const { format, type, items, enum: values, ...rest } = schema
  return {
    ...rest,
    ...(type === undefined ? {} : { type: Array.isArray(type) ? (type[0] ?? null) : type }),
    ...(format === undefined || format === 'name' || format === 'label' ? {} : { format }),
    ...(items === undefined ? {} : { items: comparable(objectOf(items)) }),
    ...(values === undefined ? {} : { enum: listOf(values).filter((value) => value !== null) }),
  }
}

/**
 * Where a resource and what is sent to write it drift apart: a property of `X`, `XCreate`, `XUpdate` and `XSnapshot` is the
 * same one in each that has it.
 *
 * @returns the later schema of each pair that differs, and in what
 */
export function twinBreaches(document: JsonObject): SchemaBreach[] {
  const schemas = mapValues(objectOf(objectOf(document.components).schemas), objectOf)
  return Object.keys(schemas).flatMap((resource) => {
    const twins = ['', ...suffixes].map((suffix) => `${resource}${suffix}`).filter((name) => schemas[name])
    return twins.flatMap((name, index) =>
      Object.entries(objectOf(schemas[name]?.properties)).flatMap(([property, schema]) => {
        const first = twins
          .slice(0, index)
          .find((other) => objectOf(schemas[other]?.properties)[property] !== undefined)
        if (first === undefined || `${name}.${property}` in twinExceptions) return []
        const other = objectOf(objectOf(schemas[first]?.properties)[property])
        return isDeepStrictEqual(comparable(objectOf(schema)), comparable(other))
          ? []
          : [{ name, message: `'${property}' differs from '${property}' of ${first}` }]
      }),
    )
  })
}

/** Where an enumeration of the fields of a resource, `XField` of `X`, does not list exactly its properties, in their order. */
export function fieldBreaches(document: JsonObject): SchemaBreach[] {
  const schemas = mapValues(objectOf(objectOf(document.components).schemas), objectOf)
  return Object.entries(schemas).flatMap(([name, { enum: values }]) => {
    const resource = schemas[name.replace(/Field$/, '')]
    if (!name.endsWith('Field') || values === undefined || resource === undefined) return []
    const properties = Object.keys(objectOf(resource.properties))
    return isDeepStrictEqual(values, properties)
      ? []
      : [
          {
            name,
            message: `'enum' must list the properties of ${name.replace(/Field$/, '')}: ${properties.join(', ')}`,
          },
        ]
  })
}
