import { isObject, type JsonObject, listOf, mapValues, objectOf } from './json.ts'
import { listOperations, type Operation } from './operations.ts'
import { componentName, dereference } from './reference.ts'

/** The properties of an update. */
interface Update {
  /** The component of its body. */
  name: string
  properties: Record<string, JsonObject>
  /** The properties that null does not change, since the resource cannot be null there. */
  leftByNull: string[]
}

const isNull = (schema: JsonObject) => schema.type === 'null' || listOf(schema.type).includes('null')

/** Whether a schema allows null. The dialect has it in the type, or as the second choice. */
export const isNullable = (schema: JsonObject): boolean =>
  isNull(schema) || [...listOf(schema.anyOf), ...listOf(schema.oneOf)].map(objectOf).some(isNull)

const jsonSchema = (document: JsonObject, holder: JsonObject) =>
  objectOf(objectOf(objectOf(dereference(document, holder).content)['application/json']).schema)

const propertiesOf = (document: JsonObject, schema: JsonObject) =>
  mapValues(objectOf(dereference(document, schema).properties), objectOf)

/**
 * The update that an operation is; undefined for other operations. A PUT whose body is an object without
 * required members is an update: it changes the members that it gets. Null does not change a member that
 * allows null in the body but not in the resource of the answer.
 */
export function updateOf(document: JsonObject, { method, node }: Operation): Update | undefined {
  if (method !== 'PUT') return undefined
  const body = jsonSchema(document, objectOf(node.requestBody))
  const { type, required } = dereference(document, body)
  if (type !== 'object' || required !== undefined) return undefined
  const answered = propertiesOf(document, jsonSchema(document, objectOf(objectOf(node.responses)['200'])))
  const properties = propertiesOf(document, body)
  const isLeft = (name: string) => isObject(answered[name]) && !isNullable(answered[name])
  return {
    name: componentName(String(body.$ref)),
    properties,
    leftByNull: Object.keys(properties).filter(isLeft),
  }
}

/**
 * The document as the handlers of updates see it: the binder removes the nulls that change nothing, so their
 * properties are never null.
 */
export function withoutLeftNulls(document: JsonObject): JsonObject {
  const left = new Map(
    listOperations(document)
      .map((operation) => updateOf(document, operation))
      .flatMap((update) => (update ? [[update.name, update.leftByNull] as const] : [])),
  )
  const components = objectOf(document.components)
  const schemas = Object.entries(objectOf(components.schemas)).map(([name, value]) => {
    const schema = objectOf(value)
    const names = left.get(name) ?? []
    const properties = Object.entries(objectOf(schema.properties)).map(([property, own]) => [
      property,
      names.includes(property) ? withoutNull(objectOf(own)) : own,
    ])
    return [name, names.length === 0 ? schema : { ...schema, properties: Object.fromEntries(properties) }]
  })
  return { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } }
}

/** Removes null from a schema of the dialect. */
function withoutNull({ anyOf, ...schema }: JsonObject): JsonObject {
  const [choice] = listOf(anyOf)
  return choice === undefined ? { ...schema, type: listOf(schema.type)[0] as string } : objectOf(choice)
}
