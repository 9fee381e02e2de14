/**
 * Makes a value when it is first asked for, and keeps it. Statements are made so: a repository costs nothing until it is
 * used, and can be created for one transaction.
 */
export function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
