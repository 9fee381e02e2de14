import { type JsonObject, objectOf } from './json.ts'
import { dereference } from './reference.ts'
import { rewrite } from './structure.ts'

/**
 * The contract with one `example` for each parameter instead of named `examples`, which Dredd, Postman and
 * others do not read. These tools send every parameter that has an example, and every required one in any
 * case.
 */
export function withSingleExamples(document: JsonObject): JsonObject {
  return rewrite(document, 'document', {
    parameter: ({ examples, ...parameter }) => {
      const [first] = Object.values(objectOf(examples))
      const { value: example } = dereference(document, objectOf(first))
      return { ...parameter, ...(example !== undefined && { example }) }
    },
  })
}
