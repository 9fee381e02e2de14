import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import type { Test } from 'tap'
import { documentation } from '../../../src/http/documentation/documentation.ts'
import { problemCatalogue } from '../../../src/http/problems/catalogue.ts'
import { basePathPlugin } from '../../../src/http/process/base-path.ts'
import { packageRoot } from '../../../src/package-root.ts'

/** Reads a committed file of the contract. */
export const contractFile = (path: string) => readFile(join(packageRoot, path), 'utf8')

/** An app with only the documentation of the real contract, and the list of its routes. */
export async function documentedApp(
  t: Test,
  basePath = '',
): Promise<{ app: FastifyInstance; routes: RouteOptions[] }> {
  const app = Fastify({ exposeHeadRoutes: false })
  t.teardown(() => app.close())
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => {
    routes.push(route)
  })
  await app.register(basePathPlugin, { basePath })
  await app.register(documentation, {
    openapiYaml: await contractFile('openapi.yaml'),
    openapiJson: await contractFile('generated/openapi.json'),
    openapi30Json: await contractFile('generated/openapi-3.0.json'),
    openapiJsonOnly: await contractFile('generated/openapi-json-only.json'),
    catalogue: problemCatalogue,
  })
  await app.ready()
  return { app, routes }
}
