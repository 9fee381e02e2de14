import Fastify from 'fastify'
import { buildValidator } from '../validators.ts'
import { isObject, type JsonObject, objectOf } from './json.ts'
import type { RouteSource } from './routes.ts'
import { linkRoutes } from './routes-file.ts'

/**
 * Compiles the schemas of every route as the server will: requests with ajv in strict mode, responses with
 * the serializer. So a schema that cannot be compiled does not get into a generated file.
 *
 * @returns a line for every route that cannot be compiled, with the name of its operation
 */
export async function compileRoutes(
  routes: readonly RouteSource[],
  schemas: Readonly<Record<string, JsonObject>>,
): Promise<string[]> {
  const failures = await Promise.all(linkRoutes(routes, schemas).filter(isObject).map(compileRoute))
  return failures.flat()
}

async function compileRoute({ operationId, method, url, schema }: JsonObject): Promise<string[]> {
  const app = Fastify({
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: { buildValidator } },
  })
  // Never called: only the schemas matter here.
  const handler = Promise.resolve.bind(Promise, undefined)
  try {
    app.route({ method: String(method), url: String(url), schema: objectOf(schema), handler })
    await app.ready()
    return []
  } catch (error) {
    return [`${operationId} ${method} ${url}: ${error}`]
  }
}
