/**
 * Creates a value on the first call, and returns the same one on later calls. Repositories compile their
 * statements in this way, so that creating one, e.g. for a transaction, costs nothing until it is used.
 */
export function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
