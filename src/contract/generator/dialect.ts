import { createValueCheck, exampleBreaches, type ValueCheck, valueBreaches } from './example-rules.ts'
import { type JsonObject, objectOf } from './json.ts'
import { nameBreaches } from './name-rules.ts'
import {
  mediaTypeBreaches,
  operationBreaches,
  parameterBreaches,
  requestBodyBreaches,
  responseBreaches,
} from './operation-rules.ts'
import { listOperations, type Operation } from './operations.ts'
import { type Reached, reachOperation } from './reach.ts'
import { resolve } from './reference.ts'
import { schemaBreaches } from './schema-rules.ts'
import { fieldBreaches, twinBreaches } from './twin-rules.ts'
import { isNullable, updateOf } from './updates.ts'
import { when } from './when.ts'

/** A breach of the dialect: its message, its path, and the operations that it affects. */
export type Breach = {
  readonly operations: readonly string[]
  readonly place: string
  readonly path: readonly string[]
  readonly message: string
}

/**
 * Checks that `openapi.yaml` keeps its restricted dialect. It finds all breaches at once, and reports a
 * breach in a component once, with every operation that uses the component. It does not throw for malformed
 * documents.
 */
export function checkDialect(document: JsonObject): Breach[] {
  const check = createValueCheck(document)
  const breaches = new Map<string, Breach>()
  const operations = listOperations(document)
  for (const operation of operations) {
    const found = [...reachOperation(document, operation)].flatMap((reached) =>
      breachesOf(reached, { document, operation, operations, check }).map((message) => ({
        reached,
        message,
      })),
    )
    for (const { reached, message } of found) {
      const key = `${reached.path.join('\n')}\n${message}`
      const others = breaches.get(key)?.operations ?? []
      const { place, path } = breaches.get(key) ?? reached
      breaches.set(key, { operations: [...new Set([...others, operation.label])], place, path, message })
    }
  }
  return [...documentBreaches(document), ...breaches.values()]
}

type Context = {
  readonly document: JsonObject
  readonly operation: Operation
  readonly operations: readonly Operation[]
  readonly check: ValueCheck
}

function breachesOf(reached: Reached, context: Context): string[] {
  const { node, kind, path } = reached
  const { document, operation, operations, check } = context
  const examples = () => exampleBreaches(reached, document, check)
  switch (kind) {
    case 'reference':
      return referenceBreaches(reached, document)
    case 'operation':
      return [
        ...operationBreaches(node, operation.path, document),
        ...duplicateId(operation, operations),
        ...updateBreaches(document, operation),
      ]
    case 'parameter':
      return [...parameterBreaches(node, document), ...examples()]
    case 'requestBody':
      return requestBodyBreaches(node, document)
    case 'response':
      return responseBreaches(node, document)
    case 'schema':
      return [...schemaBreaches(node, path, document), ...valueBreaches(node, path, check)]
    case 'mediaType':
      return [...mediaTypeBreaches(node, String(path.at(-1))), ...examples()]
    default:
      return examples()
  }
}

/** Generated clients of several languages send null for what is not set. */
function updateBreaches(document: JsonObject, operation: Operation): string[] {
  const { properties = {} } = updateOf(document, operation) ?? {}
  return Object.entries(properties)
    .filter(([, schema]) => !isNullable(schema))
    .map(([name]) => `'${name}' of an update must take null, which leaves what cannot be null as it is`)
}

function duplicateId(operation: Operation, operations: readonly Operation[]): string[] {
  const same = operations.filter((other) => other.operationId === operation.operationId)
  return when(same.length > 1, `'operationId' is not unique: ${same.map(({ label }) => label).join(', ')}`)
}

function referenceBreaches({ node, trail }: Reached, document: JsonObject): string[] {
  const reference = String(node.$ref)
  const siblings = Object.keys(node).filter((key) => !['$ref', 'description', 'summary'].includes(key))
  return [
    ...siblings.map((key) => `'${key}' beside $ref is not in the dialect: it would be ignored`),
    ...when(
      resolve(document, node.$ref) === undefined,
      `$ref '${reference}' must lead to a component of this document`,
    ),
    ...when(
      /\/schemas\/(?![A-Z][A-Za-z0-9]*$)/.test(reference),
      `the name of the schema in '${reference}' must be in PascalCase`,
    ),
    ...when(trail.includes(reference), `$ref '${reference}' is recursive, which is not in the dialect`),
  ]
}

const breach = (path: string[], message: string): Breach => ({
  operations: [],
  place: path.join('/'),
  path,
  message,
})

/** Checks that the schemas of a resource agree: those of its requests, and the list of its fields. */
export function checkTwins(document: JsonObject): Breach[] {
  return [...twinBreaches(document), ...fieldBreaches(document)].map(({ name, message }) =>
    breach(['components', 'schemas', name], message),
  )
}

function documentBreaches(document: JsonObject): Breach[] {
  const shared = Object.entries(objectOf(document.paths)).filter(
    ([, item]) => objectOf(item).$ref !== undefined,
  )
  return [
    ...when(!/^3\.1\.\d+$/.test(String(document.openapi)), 'must be 3.1.x').map((text) =>
      breach(['openapi'], text),
    ),
    ...shared.map(([path]) => breach(['paths', path], "'$ref' of a path is not in the dialect")),
    ...nameBreaches(document).map(({ name, message }) => breach(['components', 'schemas', name], message)),
  ]
}
