import { isObject, type JsonObject, objectOf } from '../../src/contract/generator/json.ts'
import { listOperations, type Operation, parametersOf } from '../../src/contract/generator/operations.ts'
import { dereference } from '../../src/contract/generator/reference.ts'

/** One example request of the document. */
export interface ExampleRequest {
  /**
   * Its name in messages: the operation, the media type of the request or answer, and the name of the
   * example.
   */
  readonly label: string
  readonly operationId: string
  readonly method: string
  readonly url: string
  readonly permission: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** The example id of the resource that this request creates. */
  readonly creates?: string
}

const examplesOf = (media: JsonObject): [name: string, value: unknown][] =>
  Object.entries(objectOf(media.examples)).map(([name, example]) => [name, objectOf(example).value])

/** The path with the examples of its parameters, and the required part of the query. */
function exampleUrl(document: JsonObject, operation: Operation): string {
  const parameters = parametersOf(document, operation)
  const exampleOf = (parameter: JsonObject | undefined, name: string) => {
    const { example } = objectOf(parameter)
    if (example === undefined)
      throw new Error(`${operation.label}: the required parameter ${name} has no example`)
    return encodeURIComponent(String(example))
  }
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) =>
    exampleOf(
      parameters.find((parameter) => parameter.in === 'path' && parameter.name === name),
      name,
    ),
  )
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required === true)
    .map((parameter) => `${parameter.name}=${exampleOf(parameter, String(parameter.name))}`)
  return query.length > 0 ? `${path}?${query.join('&')}` : path
}

/** The content of an answer, by media type. */
const contentOf = (document: JsonObject, { node }: Operation, status: string): JsonObject =>
  objectOf(dereference(document, objectOf(objectOf(node.responses)[status])).content)

/**
 * The id that other examples use for the resource of the first creation example: a link of the answer passes
 * the new id to a parameter, whose example it is.
 */
function linkedId(document: JsonObject, operations: readonly Operation[], { node }: Operation) {
  const links = objectOf(objectOf(objectOf(node.responses)['201']).links)
  for (const link of Object.values(links).map((each) => dereference(document, objectOf(each)))) {
    const linked = operations.find(({ operationId }) => operationId === link.operationId)
    const [name] =
      Object.entries(objectOf(link.parameters)).find(([, from]) => from === '$response.body#/id') ?? []
    const parameters = linked ? parametersOf(document, linked) : []
    const example = parameters.find((parameter) => parameter.name === name)?.example
    if (example !== undefined) return String(example)
  }
  return undefined
}

/**
 * The id that the request with the example `name` creates: from the answer example of that name, or `linked`.
 */
function createdId(created: JsonObject, name: string, linked: string | undefined): { creates?: string } {
  const answers = Object.fromEntries(examplesOf(objectOf(created['application/json'])))
  const answer = answers[name]
  const id = isObject(answer as JsonObject) ? objectOf(answer as JsonObject).id : linked
  return id === undefined ? {} : { creates: String(id) }
}

function requestsOf(
  document: JsonObject,
  operations: readonly Operation[],
  operation: Operation,
): ExampleRequest[] {
  const { operationId, method, node } = operation
  const url = exampleUrl(document, operation)
  const request = { operationId, method, url, permission: String(node['x-permission']) }
  const created = contentOf(document, operation, '201')
  const sent = objectOf(dereference(document, objectOf(node.requestBody)).content)
  const bodies = Object.entries(sent).flatMap(([type, media]) =>
    examplesOf(objectOf(media)).map(([name, value], index) => ({
      ...request,
      label: `${operationId} ${type} ${name}`,
      headers: { 'content-type': type },
      body: typeof value === 'string' ? value : JSON.stringify(value),
      ...createdId(created, name, index === 0 ? linkedId(document, operations, operation) : undefined),
    })),
  )
  if (bodies.length > 0) return bodies
  const accepted = Object.keys(contentOf(document, operation, '200'))
  return accepted.map((accept) => ({ ...request, label: `${operationId} ${accept}`, headers: { accept } }))
}

const isMentioned = (request: ExampleRequest, id: string) =>
  request.url.includes(id) || (request.body ?? '').includes(id)

/** Sorts requests so that a resource is created before others refer to it. */
function inOrderOfBirth(creations: readonly ExampleRequest[]): ExampleRequest[] {
  const waiting = [...creations]
  const ordered: ExampleRequest[] = []
  while (waiting.length > 0) {
    const unborn = waiting.flatMap(({ creates }) => creates ?? [])
    const ready = waiting.findIndex((request) =>
      unborn.every((id) => id === request.creates || !isMentioned(request, id)),
    )
    ordered.push(...waiting.splice(Math.max(ready, 0), 1))
  }
  return ordered
}

/** The example requests of a document, in three groups that can run one after the other. */
export interface ExampleRequests {
  readonly creations: readonly ExampleRequest[]
  readonly others: readonly ExampleRequest[]
  readonly deletions: readonly ExampleRequest[]
}

/**
 * Every example request of the document: each example of each body, in each media type, and for operations
 * without a body one request for each media type of the answer. Required parameters have the value of their
 * example.
 *
 * @throws Error when a required parameter has no example
 */
export function exampleRequests(document: JsonObject): ExampleRequests {
  const operations = listOperations(document)
  const all = operations.flatMap((operation) => requestsOf(document, operations, operation))
  const isCreating = (request: ExampleRequest) =>
    operations.some(
      ({ operationId, node }) =>
        operationId === request.operationId && request.method === 'POST' && '201' in objectOf(node.responses),
    )
  const creations = inOrderOfBirth(all.filter(isCreating))
  const birthOf = ({ url }: ExampleRequest) =>
    creations.findLastIndex(({ creates }) => creates !== undefined && url.endsWith(creates)) + 1 ||
    creations.length + 1
  return {
    creations,
    // A PUT that creates a resource must run before it is read.
    others: all
      .filter((request) => !isCreating(request) && request.method !== 'DELETE')
      .sort((one, other) => Number(other.method === 'PUT') - Number(one.method === 'PUT')),
    // Children are deleted first, then the latest resource, since a deletion also deletes its contents.
    deletions: all
      .filter((request) => request.method === 'DELETE')
      .sort((one, other) => birthOf(other) - birthOf(one)),
  }
}
