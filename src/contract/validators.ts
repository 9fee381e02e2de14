import { AjvCompiler, type BuildCompilerFromPool } from '@fastify/ajv-compiler'
import type { Ajv, ValidateFunction } from 'ajv'
import { addFormats } from '../values/formats.ts'
import { countNormalized } from '../values/text-length.ts'
import { inPieces, isDivisible } from './validation-pieces.ts'

const shared = {
  // Unknown properties are refused and not removed silently.
  removeAdditional: false as const,
  useDefaults: true,
  // With all errors at once, the answer to a body of 1 MB would have 7 MB.
  allErrors: false,
  strict: true,
  // Errors contain the value, so that a message can name the invalid character.
  verbose: true,
  strictTypes: true,
  coerceTypes: false as const,
  allowUnionTypes: true,
  discriminator: true,
}

/** The extensions of JSON Schema in the contract. */
function extend(ajv: Ajv): void {
  addFormats(ajv)
  countNormalized(ajv)
}

/**
 * Compiles the schemas of requests. Ajv's coercion is off, since it turns null into "" and 0 into null.
 * `coerceTexts` converts the texts of path, query and headers before validation.
 */
export const buildValidator: BuildCompilerFromPool = (externalSchemas) => {
  const compile = AjvCompiler()(externalSchemas, { customOptions: shared, onCreate: extend })
  // The types of the package are incomplete.
  const compileOne = (route: Parameters<typeof compile>[0] & { httpPart?: string; schema?: unknown }) => {
    const validate = compile(route) as ValidateFunction
    return route.httpPart === 'body' && isDivisible(route.schema) ? inPieces(validate) : validate
  }
  return compileOne as typeof compile
}
