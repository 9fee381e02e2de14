import { isObject, type Json, type JsonObject, listOf, mapValues, objectOf } from './json.ts'
import { listOperations, type Operation, parametersOf } from './operations.ts'
import { dereference } from './reference.ts'
import { type Changes, rewrite } from './structure.ts'

/**
 * The document that everything is generated from: `openapi.yaml` with its abbreviations expanded. The
 * parameters of a path are copied into each of its operations, after the operation's own, and shared examples
 * are copied to where they are used. Generators put the parameters of a path first, so clients with
 * positional arguments would change otherwise. And not every tool follows a reference to an example.
 */
export function published(document: JsonObject): JsonObject {
  const { examples: _, ...components } = objectOf(document.components)
  return rewrite({ ...document, paths: pathsOf(document), components }, 'document', examplesInPlace(document))
}

function pathsOf(document: JsonObject): JsonObject {
  const operations = listOperations(document)
  return mapValues(objectOf(document.paths), (value) => {
    const { parameters: shared, ...item } = objectOf(value)
    if (shared === undefined) return item
    return mapValues(item, (node) => {
      const operation = operations.find((other) => other.node === node)
      return operation === undefined ? node : withParameters(document, operation, listOf(shared))
    })
  })
}

/** Adds the parameters of the path that an operation does not declare itself. */
function withParameters(document: JsonObject, operation: Operation, shared: readonly Json[]): JsonObject {
  const used = parametersOf(document, operation)
  const added = shared.filter((parameter) => used.includes(dereference(document, objectOf(parameter))))
  return { ...operation.node, parameters: [...listOf(operation.node.parameters), ...added] }
}

function examplesInPlace(document: JsonObject): Changes {
  const inPlace = (node: JsonObject): JsonObject =>
    isObject(node.examples)
      ? { ...node, examples: mapValues(node.examples, (example) => dereference(document, objectOf(example))) }
      : node
  return { parameter: inPlace, header: inPlace, mediaType: inPlace }
}
