import { isObject, type JsonObject, objectOf } from './json.ts'
import { listOperations, type Operation } from './operations.ts'
import { reachOperation } from './reach.ts'
import { componentName, dereference } from './reference.ts'
import { methods, rewrite } from './structure.ts'

const isJson = (mediaType: string): boolean => /^application\/(?:[\w.]+\+)?json$/.test(mediaType)

/**
 * The contract for generators that support one media type a body, and that treat a member with a default as
 * required.
 *
 * - Bodies are only JSON. Operations without a JSON answer (events, YAML) are removed, and so are links,
 *   which may lead to them.
 * - Request bodies have their defaults in the description, since openapi-typescript, for example, makes
 *   members with a default required. Objects as defaults are moved, too, since ogen does not support them.
 */
export function toJsonOnly(document: JsonObject): JsonObject {
  const operations = listOperations(document)
  const left = new Set(
    operations
      .filter((operation) => !answersJson(document, operation))
      .map(({ path, method }) => `${method} ${path}`),
  )
  const ofRequests = requestSchemas(document, operations)
  const made = rewrite({ ...document, paths: withoutOperations(document, left) }, 'document', {
    components: ({ links: _, ...components }) => ({
      ...components,
      schemas: Object.fromEntries(
        Object.entries(objectOf(components.schemas)).map(([name, schema]) => [
          name,
          ofRequests.has(name) ? withoutDefaults(objectOf(schema), 'schema') : schema,
        ]),
      ),
    }),
    requestBody: (body) => withoutDefaults(jsonContent(body), 'requestBody'),
    response: ({ links: _, ...response }) => jsonContent(response),
    schema: (schema) => (isObject(schema.default) ? describeDefault(schema) : schema),
  })
  return withoutUnused(made)
}

/** Removes the components without a reference, and then those that only these referred to. */
function withoutUnused(document: JsonObject): JsonObject {
  const text = JSON.stringify(document)
  const isUsed = (section: string, name: string) =>
    section === 'securitySchemes' || text.includes(`"#/components/${section}/${name}"`)
  let isDone = true
  const components = Object.entries(objectOf(document.components)).map(([section, members]) => {
    const all = Object.entries(objectOf(members))
    const used = all.filter(([name]) => isUsed(section, name))
    isDone &&= used.length === all.length
    return [section, Object.fromEntries(used)]
  })
  return isDone ? document : withoutUnused({ ...document, components: Object.fromEntries(components) })
}

function jsonContent(node: JsonObject): JsonObject {
  if (node.content === undefined) return node
  const content = Object.entries(objectOf(node.content)).filter(([mediaType]) => isJson(mediaType))
  return { ...node, content: Object.fromEntries(content) }
}

function answersJson(document: JsonObject, { node }: Operation): boolean {
  return Object.entries(objectOf(node.responses)).every(([status, value]) => {
    const { content } = dereference(document, objectOf(value))
    return !status.startsWith('2') || content === undefined || Object.keys(objectOf(content)).some(isJson)
  })
}

function withoutOperations({ paths }: JsonObject, removed: ReadonlySet<string>): JsonObject {
  const isRemoved = (path: string, key: string) =>
    methods.includes(key) && removed.has(`${key.toUpperCase()} ${path}`)
  const remaining = Object.entries(objectOf(paths)).map(([path, item]): [string, JsonObject] => [
    path,
    Object.fromEntries(Object.entries(objectOf(item)).filter(([key]) => !isRemoved(path, key))),
  ])
  return Object.fromEntries(
    remaining.filter(([, item]) => Object.keys(item).some((key) => methods.includes(key))),
  )
}

/** The names of the schemas that only request bodies use. */
function requestSchemas(document: JsonObject, operations: readonly Operation[]): Set<string> {
  const used = { request: new Set<string>(), answer: new Set<string>() }
  for (const operation of operations)
    for (const { place, trail } of reachOperation(document, operation)) {
      const names = place.startsWith('requestBody') ? used.request : used.answer
      for (const reference of trail)
        if (reference.startsWith('#/components/schemas/')) names.add(componentName(reference))
    }
  return new Set([...used.request].filter((name) => !used.answer.has(name)))
}

const withoutDefaults = (node: JsonObject, kind: 'schema' | 'requestBody'): JsonObject =>
  rewrite(node, kind, { schema: describeDefault })

function describeDefault({ default: usual, ...schema }: JsonObject): JsonObject {
  if (usual === undefined) return schema
  const sentences = [schema.description, `Default: ${JSON.stringify(usual)}.`]
  return { ...schema, description: sentences.filter(Boolean).join(' ') }
}
