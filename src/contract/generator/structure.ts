import { isObject, type Json, type JsonObject, listOf, mapValues, objectOf } from './json.ts'

/** The kinds of OpenAPI objects that may contain schemas. */
export type Kind =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'response'
  | 'header'
  | 'mediaType'
  | 'schema'

/** A function for each kind that changes its objects, including references (`{ $ref }`). */
export type Changes = Readonly<Partial<Record<Kind, (node: JsonObject) => JsonObject>>>

type Shape = 'one' | 'map' | 'list'
type Fields = Readonly<Record<string, readonly [Kind, Shape]>>

const operations: Fields = {
  get: ['operation', 'one'],
  put: ['operation', 'one'],
  post: ['operation', 'one'],
  delete: ['operation', 'one'],
  options: ['operation', 'one'],
  head: ['operation', 'one'],
  patch: ['operation', 'one'],
  trace: ['operation', 'one'],
}

/** Where objects contain other objects. Members that are missing here (examples, extensions, …) are data. */
const structure: Readonly<Record<Kind, Fields>> = {
  document: { paths: ['pathItem', 'map'], components: ['components', 'one'] },
  components: {
    schemas: ['schema', 'map'],
    responses: ['response', 'map'],
    parameters: ['parameter', 'map'],
    requestBodies: ['requestBody', 'map'],
    headers: ['header', 'map'],
  },
  pathItem: { parameters: ['parameter', 'list'], ...operations },
  operation: {
    parameters: ['parameter', 'list'],
    requestBody: ['requestBody', 'one'],
    responses: ['response', 'map'],
  },
  parameter: { schema: ['schema', 'one'] },
  requestBody: { content: ['mediaType', 'map'] },
  response: { headers: ['header', 'map'], content: ['mediaType', 'map'] },
  header: { schema: ['schema', 'one'] },
  mediaType: { schema: ['schema', 'one'] },
  schema: {
    properties: ['schema', 'map'],
    additionalProperties: ['schema', 'one'],
    items: ['schema', 'one'],
    allOf: ['schema', 'list'],
    anyOf: ['schema', 'list'],
    oneOf: ['schema', 'list'],
  },
}

/** The methods a path item can have, in lower case. */
export const methods: readonly string[] = Object.keys(operations)

/** An object inside another one: its kind, and the keys that lead to it. */
export type Child = { readonly node: JsonObject; readonly kind: Kind; readonly path: readonly string[] }

/** The objects directly inside an object. Malformed ones are skipped, since the linter reports them. */
export function children(node: JsonObject, kind: Kind): Child[] {
  return Object.entries(structure[kind]).flatMap(([key, [childKind, shape]]) => {
    const members: [string[], Json | undefined][] =
      shape === 'one'
        ? [[[key], node[key]]]
        : Object.entries<Json>(Object(node[key])).map(([name, value]) => [[key, name], value])
    return members.flatMap(([path, value]) =>
      isObject(value) ? [{ node: value, kind: childKind, path }] : [],
    )
  })
}

const applyTo: Readonly<Record<Shape, (value: Json, change: (member: Json) => Json) => Json>> = {
  one: (value, change) => change(value),
  map: (value, change) => mapValues(objectOf(value), change),
  list: (value, change) => listOf(value).map(change),
}

/** Copies an object and changes everything inside it, innermost objects first. Keys keep their order. */
export function rewrite(node: JsonObject, kind: Kind, changes: Changes): JsonObject {
  const copy = { ...node }
  for (const [key, [childKind, shape]] of Object.entries(structure[kind])) {
    const value = copy[key]
    if (value === undefined) continue
    copy[key] = applyTo[shape](value, (member) =>
      isObject(member) ? rewrite(member, childKind, changes) : member,
    )
  }
  return changes[kind]?.(copy) ?? copy
}
