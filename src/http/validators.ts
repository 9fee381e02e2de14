import { AjvCompiler, type BuildCompilerFromPool } from '@fastify/ajv-compiler'
import { addFormats } from './formats.ts'

const shared = {
  // Unknown properties are refused, not dropped without a word.
  removeAdditional: false as const,
  useDefaults: true,
  // All errors at once would answer a body of 1 MB with 7 MB.
  allErrors: false,
  strict: true,
  strictTypes: true,
  allowUnionTypes: true,
}

/**
 * Compiles the schemas of requests: in two ways, because one can not serve both. Bodies are taken as they are, since
 * coercion turns null into "" and 0 into null; path, query and headers are text and are read as what the schema says.
 */
export const buildValidator: BuildCompilerFromPool = (externalSchemas) => {
  const compiler = AjvCompiler()
  const build = (coerceTypes: false | 'array') =>
    compiler(externalSchemas, { customOptions: { ...shared, coerceTypes }, onCreate: addFormats })
  const compileBody = build(false)
  const compileText = build('array')
  // Fastify gives the part of the request along; the types of the package do not say so.
  return (route) =>
    (route as unknown as { httpPart: string }).httpPart === 'body' ? compileBody(route) : compileText(route)
}
