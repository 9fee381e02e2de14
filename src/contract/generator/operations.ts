import { isObject, type JsonObject, listOf, objectOf } from './json.ts'
import { dereference } from './reference.ts'
import { methods } from './structure.ts'

/** One operation of the document and where it stands. */
export type Operation = {
  readonly operationId: string
  /** In upper case, as Fastify takes it. */
  readonly method: string
  readonly path: string
  /** How messages name it: `createDatabase POST /api/databases`. */
  readonly label: string
  readonly pathItem: JsonObject
  readonly node: JsonObject
}

/** All operations, in the order of the document. A missing operationId reads `(no operationId)`. */
export function listOperations(document: JsonObject): Operation[] {
  return Object.entries(objectOf(document.paths)).flatMap(([path, value]) => {
    const pathItem = objectOf(value)
    return Object.entries(pathItem).flatMap(([key, node]) => {
      if (!methods.includes(key) || !isObject(node)) return []
      const operationId = typeof node.operationId === 'string' ? node.operationId : '(no operationId)'
      const method = key.toUpperCase()
      return [{ operationId, method, path, label: `${operationId} ${method} ${path}`, pathItem, node }]
    })
  })
}

/**
 * The parameters of an operation with references resolved. One of the operation replaces one of its path that has the
 * same name and place (OpenAPI 3.1.1, 4.8.9.1).
 */
export function parametersOf(document: JsonObject, operation: Operation): JsonObject[] {
  const declared = [...listOf(operation.pathItem.parameters), ...listOf(operation.node.parameters)]
  const resolved = declared.map((parameter) => dereference(document, objectOf(parameter)))
  return [...new Map(resolved.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter])).values()]
}

/** The names of the security schemes of an operation, from its own `security` or the document's. */
export function securityOf(document: JsonObject, operation: Operation): string[] {
  return listOf(operation.node.security ?? document.security).flatMap((requirement) =>
    Object.keys(objectOf(requirement)),
  )
}
