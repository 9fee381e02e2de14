import { isObject, type Json, type JsonObject } from './json.ts'

/** A node of the document together with the path that leads to it. */
export type Target = { readonly node: JsonObject; readonly path: readonly string[] }

/**
 * The component that a reference names; undefined when this document does not have it. The dialect only
 * allows references of the form `#/components/<section>/<name>`, so nothing is ever fetched.
 */
export function resolve(document: JsonObject, reference: Json | undefined): Target | undefined {
  if (typeof reference !== 'string' || !/^#\/components\/\w+\/[\w.-]+$/.test(reference)) return undefined
  const path = reference.split('/').slice(1)
  const node = path.reduce<Json | undefined>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    document,
  )
  return isObject(node) ? { node, path } : undefined
}

/** Resolves a reference, also through further references. Returns any other node unchanged. */
export function dereference(
  document: JsonObject,
  node: JsonObject,
  followed: readonly JsonObject[] = [],
): JsonObject {
  const target = resolve(document, node.$ref)
  // The dialect refuses recursive references, but the code that reports them must end, too.
  if (target === undefined || followed.includes(node)) return node
  return dereference(document, target.node, [...followed, node])
}

/** The last segment of a reference: the component's name. */
export function componentName(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}
