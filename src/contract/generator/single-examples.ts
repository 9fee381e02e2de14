import { type JsonObject, objectOf } from './json.ts'
import { dereference } from './reference.ts'
import { rewrite } from './structure.ts'

/**
 * The same contract with one `example` of each parameter in place of named `examples`, which Dredd, Postman and others do
 * not read. What they know a value of they send, and what is required they send in any case.
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
