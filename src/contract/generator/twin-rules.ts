import { isDeepStrictEqual } from 'node:util'
import { type JsonObject, listOf, mapValues, objectOf } from './json.ts'

type SchemaBreach = { readonly name: string; readonly message: string }

const suffixes = ['Create', 'Update', 'Snapshot'] as const

/** Properties that may differ from their twins, each with the reason. */
export const twinExceptions: Readonly<Record<string, string>> = {
  'IntegrationSourceUpdate.description_version':
    'It has no effect, so any number is accepted: a source can be sent back as it was read.',
}

/**
 * A property without what may differ between twins: texts, defaults, null, and formats that only requests
 * have.
 */
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
 * Finds properties that differ between a resource and its request bodies: a property must have the same
 * schema in `X`, `XCreate`, `XUpdate` and `XSnapshot`.
 *
 * @returns the later schema of each pair that differs, and a message
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

/**
 * Finds enums of fields, `XField` for `X`, that do not list exactly the properties of the resource, in their
 * order.
 */
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
