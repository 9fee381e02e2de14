import { type JsonObject, listOf } from './json.ts'
import type { Operation } from './operations.ts'
import { componentName, resolve } from './reference.ts'
import { children, type Kind } from './structure.ts'

/** An object that an operation uses. */
export type Reached = {
  readonly node: JsonObject
  /** `reference` for `{ $ref }` objects; their target follows as an object of its own. */
  readonly kind: Kind | 'reference'
  /** Its path in the document; the same for all operations that use it. */
  readonly path: readonly string[]
  /** Its path from the operation, for messages: `requestBody/content/application/json/schema (Database)`. */
  readonly place: string
  /** The references that lead from the operation to it. */
  readonly trail: readonly string[]
}

/**
 * Yields an object and everything inside it, through references. It does not follow broken or recursive
 * references.
 */
function* reach(document: JsonObject, from: Omit<Reached, 'kind'>, kind: Kind): Generator<Reached> {
  const reference = from.node.$ref
  yield { ...from, kind: reference === undefined ? kind : 'reference' }
  if (reference === undefined) {
    for (const child of children(from.node, kind)) {
      const place = [from.place, ...child.path].filter((segment) => segment !== '').join('/')
      yield* reach(
        document,
        { ...from, node: child.node, path: [...from.path, ...child.path], place },
        child.kind,
      )
    }
    return
  }
  const target = resolve(document, reference)
  if (target === undefined || from.trail.includes(String(reference))) return
  const place = `${from.place} (${componentName(String(reference))})`
  yield* reach(document, { ...target, place, trail: [...from.trail, String(reference)] }, kind)
}

/** Yields every object that an operation uses, including the parameters of its path. */
export function* reachOperation(document: JsonObject, operation: Operation): Generator<Reached> {
  const path = ['paths', operation.path]
  const shared = { parameters: listOf(operation.pathItem.parameters) }
  for (const child of children(shared, 'pathItem')) {
    const place = `path ${child.path.join('/')}`
    yield* reach(document, { node: child.node, path: [...path, ...child.path], place, trail: [] }, child.kind)
  }
  const own = [...path, operation.method.toLowerCase()]
  yield* reach(document, { node: operation.node, path: own, place: '', trail: [] }, 'operation')
}
