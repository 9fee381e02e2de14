import type { RouteDefinition } from '../route-definition.ts'
import { isObject, type Json, type JsonObject, mapValues, objectOf } from './json.ts'
import { isJsonType } from './operation-rules.ts'
import { listOperations, type Operation, parametersOf, securityOf } from './operations.ts'
import { dereference } from './reference.ts'
import { annotations } from './schema-rules.ts'
import { rewrite } from './structure.ts'
import { updateOf } from './updates.ts'

/**
 * A route whose schemas still contain `{ $ref }` objects, so that the printer can share one constant for each
 * component.
 */
export type RouteSource = { readonly [Key in keyof RouteDefinition]: Json }

/** The routes of a document that keeps the dialect, in its order. */
export function routesOf(document: JsonObject): RouteSource[] {
  return listOperations(document).map((operation) => routeOf(document, operation))
}

/** The named schemas of a document, without annotations. */
export function componentSchemas(document: JsonObject): Record<string, JsonObject> {
  return mapValues(objectOf(objectOf(document.components).schemas), (schema) => bareSchema(objectOf(schema)))
}

/** Removes the keywords that validators and serializers do not know, and all keywords next to a reference. */
export function bareSchema(schema: JsonObject): JsonObject {
  return rewrite(schema, 'schema', {
    schema: (node) => (node.$ref === undefined ? bareObject(node) : { $ref: node.$ref }),
  })
}

function bareObject(schema: JsonObject): JsonObject {
  const bare = withoutKeys(schema, (key) => annotations.includes(key) || key.startsWith('x-'))
  const { propertyName } = objectOf(schema.discriminator)
  // Ajv reads the tags from each choice, and refuses a mapping.
  return propertyName === undefined ? bare : { ...bare, discriminator: { propertyName } }
}

function withoutKeys(object: JsonObject, unwanted: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !unwanted(key)))
}

function routeOf(document: JsonObject, operation: Operation): RouteSource {
  const parameters = parametersOf(document, operation)
  const responses = mapValues(objectOf(operation.node.responses), (response) =>
    dereference(document, objectOf(response)),
  )
  return {
    operationId: operation.operationId,
    method: operation.method,
    url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    permission: String(operation.node['x-permission']),
    security: securityOf(document, operation),
    commaLists: parameters.filter((parameter) => isList(document, parameter)).map(({ name }) => String(name)),
    schema: {
      ...requestSchemas(parameters),
      ...bodySchema(document, operation),
      response: statuses(responses, responseSchema),
    },
    ...bodyLine(document, operation),
    ...bodyReading(document, operation),
    ...leftByNull(document, operation),
    streams: statuses(responses, (response) => streamSchema(document, response)),
    responseHeaders: statuses(responses, headerNames),
  }
}

function isList(document: JsonObject, parameter: JsonObject): boolean {
  return dereference(document, objectOf(parameter.schema)).type === 'array'
}

function requestSchemas(parameters: readonly JsonObject[]): JsonObject {
  const inLocation = (location: string) => parameters.filter((parameter) => parameter.in === location)
  const [path, header] = [inLocation('path'), inLocation('header')]
  return {
    ...(path.length > 0 ? { params: { ...parameterSchema(path), additionalProperties: false } } : {}),
    querystring: { ...parameterSchema(inLocation('query')), additionalProperties: false },
    // Headers stay open: every client sends some that no contract lists.
    ...(header.length > 0 ? { headers: parameterSchema(header) } : {}),
  }
}

function parameterSchema(parameters: readonly JsonObject[]): JsonObject {
  const nameOf = ({ name, in: location }: JsonObject) =>
    location === 'header' ? String(name).toLowerCase() : String(name)
  const required = parameters.filter((parameter) => parameter.required === true).map(nameOf)
  const properties = parameters.map((parameter) => [
    nameOf(parameter),
    bareSchema(objectOf(parameter.schema)),
  ])
  return {
    type: 'object',
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(properties),
  }
}

/**
 * The schema of the body, not under `content`: there Fastify would skip it for a missing body or another
 * media type.
 */
function bodySchema(document: JsonObject, operation: Operation): JsonObject {
  if (operation.node.requestBody === undefined) return {}
  return { body: bareSchema(objectOf(objectOf(bodyContent(document, operation)['application/json']).schema)) }
}

/** The schema of one line of a body that can also be sent as `application/x-ndjson`. */
function bodyLine(document: JsonObject, operation: Operation): JsonObject {
  const content = bodyContent(document, operation)
  return content['application/x-ndjson'] === undefined ? {} : { bodyLine: itemSchema(document, content) }
}

/** The other properties of a route about its body. */
function bodyReading(document: JsonObject, operation: Operation): JsonObject {
  const { 'x-body-limit': limit, 'x-body-stream': stream } = operation.node
  return {
    ...(bodyContent(document, operation)['application/yaml'] === undefined ? {} : { takesYaml: true }),
    ...(limit === undefined ? {} : { bodyLimit: limit }),
    ...(stream === undefined ? {} : { streamsBody: true }),
  }
}

/** The members that null does not change in an update. */
function leftByNull(document: JsonObject, operation: Operation): JsonObject {
  const { leftByNull: names = [] } = updateOf(document, operation) ?? {}
  return names.length === 0 ? {} : { leftByNull: names }
}

function bodyContent(document: JsonObject, operation: Operation): JsonObject {
  return objectOf(dereference(document, objectOf(operation.node.requestBody)).content)
}

function itemSchema(document: JsonObject, content: JsonObject): JsonObject {
  const list = dereference(document, objectOf(objectOf(content['application/json']).schema))
  return bareSchema(objectOf(list.items))
}

/** Values by status as Fastify names it (`4XX` is `4xx`); statuses without a value are omitted. */
function statuses(
  responses: Readonly<Record<string, JsonObject>>,
  valueFor: (response: JsonObject) => Json | undefined,
): JsonObject {
  return Object.fromEntries(
    Object.entries(responses).flatMap(([status, response]) => {
      const value = valueFor(response)
      return value === undefined ? [] : [[status.toLowerCase(), value]]
    }),
  )
}

function responseSchema(response: JsonObject): JsonObject {
  const content = Object.entries(objectOf(response.content))
  if (content.length === 0) return { type: 'null' }
  const json = content
    .filter(([mediaType]) => isJsonType(mediaType))
    .map(([mediaType, media]) => [mediaType, { schema: bareSchema(objectOf(objectOf(media).schema)) }])
  return json.length === 0 ? {} : { content: Object.fromEntries(json) }
}

function streamSchema(document: JsonObject, response: JsonObject): JsonObject | undefined {
  const content = objectOf(response.content)
  return isObject(content['application/x-ndjson']) ? itemSchema(document, content) : undefined
}

function headerNames(response: JsonObject): string[] | undefined {
  const names = Object.keys(objectOf(response.headers)).map((name) => name.toLowerCase())
  return names.length === 0 ? undefined : names
}
