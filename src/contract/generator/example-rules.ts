import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { addFormats } from '../../values/formats.ts'
import { type Json, type JsonObject, listOf, objectOf, pointerOf } from './json.ts'
import { isJsonType } from './operation-rules.ts'
import type { Reached } from './reach.ts'
import { dereference } from './reference.ts'
import { when } from './when.ts'

/** Validates a value against the schema at a path of the document, and returns the errors. */
export type ValueCheck = (path: readonly string[], value: Json) => string[]

/** Creates the check of example values. A schema is compiled when it is first needed. */
export function createValueCheck(document: JsonObject): ValueCheck {
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true, logger: false })
  formats.default(ajv)
  addFormats(ajv)
  ajv.addSchema(document, 'document')
  return (path, value) => {
    const pointer = pointerOf(path).slice(2).split('/').map(encodeURIComponent).join('/')
    try {
      ajv.validate(`document#/${pointer}`, value)
      return (ajv.errors ?? []).map((error) => `${error.instancePath || 'the value'} ${error.message}`)
    } catch {
      // Other rules, or the compilation of the routes, report a schema that cannot be compiled.
      return []
    }
  }
}

/** Checks the examples of a media type, a parameter or a header: each has a value, and the value is valid. */
export function exampleBreaches(reached: Reached, document: JsonObject, check: ValueCheck): string[] {
  const { node, kind, path } = reached
  const single = when(
    node.example !== undefined,
    "'example' is not in the dialect, write examples: { name: { value: x } }",
  )
  // The examples of other media types are texts without a schema.
  if (kind === 'mediaType' && !isJsonType(String(path.at(-1)))) return single
  const named = Object.entries(objectOf(node.examples)).flatMap(([name, declared]) => {
    const { value } = dereference(document, objectOf(declared))
    if (value === undefined) return [`example '${name}' has no value`]
    return describe(`example '${name}'`, check([...path, 'schema'], value))
  })
  return [...single, ...named]
}

/** Checks that the default and the examples of a schema are valid. */
export function valueBreaches(schema: JsonObject, path: readonly string[], check: ValueCheck): string[] {
  const { default: fallback, examples } = schema
  return [
    ...(fallback === undefined ? [] : describe("'default'", check(path, fallback))),
    ...listOf(examples).flatMap((value, index) => describe(`example ${index}`, check(path, value))),
  ]
}

function describe(name: string, errors: string[]): string[] {
  return when(errors.length > 0, `${name} is not valid: ${errors.join(', ')}`)
}
