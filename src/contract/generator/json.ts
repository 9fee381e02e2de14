/** Any value of a JSON document. */
export type Json = null | boolean | number | string | Json[] | JsonObject

/** A JSON object; nearly every node of an OpenAPI document is one. */
export type JsonObject = { [key: string]: Json }

/** Tells an object from arrays, null and the simple values. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value if it is an object, an empty one otherwise, since documents may be malformed. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

/** The value if it is an array, an empty one otherwise. */
export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

/** Maps the values of an object and keeps its keys and their order. */
export function mapValues<In, Out>(
  object: Readonly<Record<string, In>>,
  change: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}

/** The JSON pointer (RFC 6901) of a path, as a URI fragment without percent-encoding: `#/paths/~1api/get`. */
export function pointerOf(path: readonly string[]): string {
  return ['#', ...path.map((segment) => segment.replaceAll('~', '~0').replaceAll('/', '~1'))].join('/')
}
