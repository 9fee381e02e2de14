import { AjvCompiler, type BuildCompilerFromPool } from '@fastify/ajv-compiler'
import type { Ajv, ValidateFunction } from 'ajv'
import { addFormats } from '../values/formats.ts'
import { countNormalized } from '../values/text-length.ts'
import { inPieces, isDivisible } from './validation-pieces.ts'

const shared = {
  // Unknown properties are refused, not dropped without a word.
  removeAdditional: false as const,
  useDefaults: true,
  // All errors at once would answer a body of 1 MB with 7 MB.
  allErrors: false,
  strict: true,
  // An error has the value, so that it can say which of its characters is wrong.
  verbose: true,
  strictTypes: true,
  coerceTypes: false as const,
  allowUnionTypes: true,
  discriminator: true,
}

/** What the contract says beyond JSON Schema. */
function extend(ajv: Ajv): void {
  addFormats(ajv)
  countNormalized(ajv)
}

/**
 * Compiles the schemas of requests. Values are taken as they are: the coercion of ajv turns null into "" and 0 into
 * null. The texts of path, query and headers are read by `coerceTexts` before.
 */
export const buildValidator: BuildCompilerFromPool = (externalSchemas) => {
  const compile = AjvCompiler()(externalSchemas, { customOptions: shared, onCreate: extend })
  // The types of the package say less than what is returned.
  const compileOne = (route: Parameters<typeof compile>[0] & { httpPart?: string; schema?: unknown }) => {
    const validate = compile(route) as ValidateFunction
    return route.httpPart === 'body' && isDivisible(route.schema) ? inPieces(validate) : validate
  }
  return compileOne as typeof compile
}
