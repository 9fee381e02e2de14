import { isObject, type Json, type JsonObject } from './json.ts'
import { print } from './print.ts'
import { componentName } from './reference.ts'
import type { RouteSource } from './routes.ts'

/** The first line of every generated TypeScript file. */
export const notice =
  '// Made from openapi.yaml by src/contract/generate.ts. Do not edit: run "npm run generate".\n'

/**
 * The text of `generated/routes.ts`: a constant for every used schema, after the schemas it needs, and the
 * routes.
 */
export function printRoutes(
  routes: readonly RouteSource[],
  schemas: Readonly<Record<string, JsonObject>>,
): string {
  const constants = usedSchemas([...routes], schemas).map(([name, schema]) => {
    const start = `const ${name}: contract.JsonSchema = `
    return `${start}${print(schema, 0, start.length)}\n`
  })
  return [
    `${notice}import type * as contract from '../src/contract/route-definition.ts'\n`,
    ...constants,
    `/** Every operation of the contract. */\nexport const routes: readonly contract.RouteDefinition[] = ${print([...routes])}\n`,
  ].join('\n')
}

/** Replaces every reference in the routes by its schema, which is one shared object. */
export function linkRoutes(
  routes: readonly RouteSource[],
  schemas: Readonly<Record<string, JsonObject>>,
): Json[] {
  const linked: JsonObject = {}
  const link = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(link)
    if (!isObject(value)) return value
    if (typeof value.$ref === 'string') return linked[componentName(value.$ref)] ?? value
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, link(member)]))
  }
  for (const [name, schema] of usedSchemas([...routes], schemas)) linked[name] = link(schema)
  return routes.map(link)
}

/** The schemas that a value refers to; each comes after the schemas that it refers to itself. */
function usedSchemas(
  value: Json,
  schemas: Readonly<Record<string, JsonObject>>,
  found: Map<string, JsonObject> = new Map(),
): [string, JsonObject][] {
  for (const member of isObject(value) || Array.isArray(value) ? Object.values(value) : []) {
    usedSchemas(member, schemas, found)
  }
  if (isObject(value) && typeof value.$ref === 'string') {
    const name = componentName(value.$ref)
    const schema = schemas[name]
    if (schema !== undefined) {
      usedSchemas(schema, schemas, found)
      found.set(name, schema)
    }
  }
  return [...found]
}
