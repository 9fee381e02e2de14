import { isObject, type JsonObject, listOf, objectOf } from './json.ts'
import { dereference } from './reference.ts'
import { methods } from './structure.ts'

/** An operation of the document, with its method and path. */
export type Operation = {
  readonly operationId: string
  /** In upper case, as in Fastify. */
  readonly method: string
  readonly path: string
  /** Its name in messages: `createDatabase POST /api/databases`. */
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
 * The parameters of an operation and its path, with references resolved. A parameter of the operation
 * overrides one of the path with the same name and location (OpenAPI 3.1.1, 4.8.9.1).
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
