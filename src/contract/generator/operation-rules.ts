import { isDeepStrictEqual } from 'node:util'
import { isObject, type Json, type JsonObject, objectOf } from './json.ts'
import { dereference } from './reference.ts'
import { when } from './when.ts'

const operationFields = [
  'operationId',
  'tags',
  'summary',
  'description',
  'externalDocs',
  'deprecated',
  'parameters',
  'requestBody',
  'responses',
  'security',
]

/** A path segment is one parameter, `{like_this}`, or a literal that needs no escaping in a router. */
const segment = /^(\{[a-z][a-z0-9_]*\}|[A-Za-z0-9._~-]+)$/

/** Whether a media type is JSON, and so validated and serialized by schema. */
export function isJsonType(mediaType: string): boolean {
  return /^application\/(json|[\w.-]+\+json)$/.test(mediaType)
}

/** The breaches of an operation itself; its parameters, bodies and responses have their own rules. */
export function operationBreaches(operation: JsonObject, path: string, document: JsonObject): string[] {
  const unknown = Object.keys(operation).filter(
    (key) => !operationFields.includes(key) && !key.startsWith('x-'),
  )
  const odd = path
    .split('/')
    .slice(1)
    .filter((part) => !segment.test(part))
  const statuses = Object.keys(objectOf(operation.responses))
  return [
    ...unknown.map((key) => `'${key}' is not in the dialect`),
    ...odd.map(
      (part) => `path segment '${part}' must be a snake_case {parameter} or letters, digits and . _ ~ -`,
    ),
    ...when(
      typeof operation.operationId !== 'string' || !/^[a-z][a-zA-Z0-9]*$/.test(operation.operationId),
      "'operationId' is missing or not in camelCase",
    ),
    ...securityBreaches(operation['x-permission'], operation.security ?? document.security),
    ...bodyReadingBreaches(operation),
    ...when(!statuses.some((status) => status.startsWith('2')), 'there is no 2xx response'),
  ]
}

function securityBreaches(permission: Json | undefined, security: Json | undefined): string[] {
  if (!Array.isArray(security)) return ["'security' is missing, here and in the document"]
  return [
    ...when(typeof permission !== 'string' || permission === '', "'x-permission' is missing"),
    ...when(
      security.some((requirement) => Object.keys(objectOf(requirement)).length !== 1),
      "every item of 'security' must name exactly one scheme",
    ),
    ...when(
      (permission === 'public') !== (security.length === 0),
      "x-permission 'public' and 'security: []' go together",
    ),
  ]
}

/** The breaches of extensions about bodies; the linter does not know them. */
function bodyReadingBreaches({ 'x-body-limit': limit, 'x-body-stream': stream }: JsonObject): string[] {
  return [
    ...when(
      limit !== undefined && !(Number.isInteger(limit) && Number(limit) > 0),
      "'x-body-limit' must be a number of bytes",
    ),
    ...when(stream !== undefined && stream !== true, "'x-body-stream' must be true, or left out"),
  ]
}

/** The breaches of a parameter: query parameters are scalars or comma lists, the others are scalars. */
export function parameterBreaches(parameter: JsonObject, document: JsonObject): string[] {
  const { name, in: place, required, style, explode } = parameter
  const { type, format } = dereference(document, objectOf(parameter.schema))
  const types = Array.isArray(type) ? type : [type]
  const isList = types.includes('array')
  return [
    ...when(!isObject(parameter.schema), "'schema' is missing"),
    ...when(
      !['path', 'query', 'header'].includes(String(place)),
      `parameters in '${place}' are not in the dialect`,
    ),
    ...when(
      place === 'header' && /^(accept|content-type|authorization)$/i.test(String(name)),
      `header '${name}' is described by media types and security, not by a parameter`,
    ),
    ...when(Array.isArray(type), 'a parameter has one type: a URL or a header cannot say null'),
    ...when(types.includes('object'), 'a parameter cannot be an object'),
    ...when(isList && place !== 'query', 'only a query parameter can be an array'),
    ...when(
      required !== true && format === 'uuid' && parameter.examples !== undefined,
      'an optional id has no example: tools send what they know a value of',
    ),
    ...when(
      isList && place === 'query' && (style !== 'form' || explode !== false),
      'an array in the query must have style: form, explode: false',
    ),
  ]
}

/**
 * The breaches of a request body: it is JSON, and required, since a flat schema cannot be optional. An array
 * may also be NDJSON, and any body may also be YAML with the same schema.
 */
export function requestBodyBreaches(body: JsonObject, document: JsonObject): string[] {
  const {
    'application/json': json,
    'application/x-ndjson': lines,
    'application/yaml': yaml,
    ...others
  } = objectOf(body.content)
  const list = dereference(document, objectOf(objectOf(json).schema))
  return [
    ...when(body.required !== true, "'required: true' is missing"),
    ...when(
      json === undefined || Object.keys(others).length > 0,
      'a request body must be application/json, and beside it at most application/x-ndjson and application/yaml',
    ),
    ...when(
      lines !== undefined && !isObject(list.items),
      'application/x-ndjson needs an application/json array beside it',
    ),
    ...when(
      yaml !== undefined && !isDeepStrictEqual(objectOf(yaml).schema, objectOf(json).schema),
      'application/yaml must have the schema of application/json',
    ),
  ]
}

/** The breaches of a media type: JSON without a schema would be neither validated nor serialized. */
export function mediaTypeBreaches(media: JsonObject, mediaType: string): string[] {
  return when(isJsonType(mediaType) && !isObject(media.schema), "'schema' is missing")
}

/** The breaches of a response: a body needs an example, and NDJSON needs an array schema for its lines. */
export function responseBreaches(response: JsonObject, document: JsonObject): string[] {
  const content = objectOf(response.content)
  const bodies = Object.values(content).map(objectOf)
  const list = dereference(document, objectOf(objectOf(content['application/json']).schema))
  return [
    ...when(
      bodies.length > 0 && bodies.every(({ examples }) => Object.keys(objectOf(examples)).length === 0),
      "a body needs at least one of 'examples'",
    ),
    ...when(
      'application/x-ndjson' in content && !isObject(list.items),
      'application/x-ndjson needs an application/json array beside it',
    ),
  ]
}
