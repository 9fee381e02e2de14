import { isObject, type JsonObject, objectOf } from './json.ts'
import { listOperations, type Operation, parametersOf } from './operations.ts'
import { componentName } from './reference.ts'
import { when } from './when.ts'

/** The suffixes that generators append to the name of an operation, for its request and its answers. */
const ofOperations = [
  ...['', 'Api', 'Request', 'RequestBody', 'Body', 'JSONBody', 'JSONRequestBody', 'Req', 'Data', 'Input'],
  ...['Params', 'Parameters', 'PathParams', 'QueryParams', 'Query', 'Path', 'Header', 'Headers'],
  ...['Response', 'Responses', 'ResponseBody', 'Res', 'Result', 'Output', 'Success', 'Error', 'Errors'],
  ...['OK', 'Created', 'Accepted', 'Default', '200', '201', '202', '4XX', '5XX'],
]

const pascalCase = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

/** A name that generators derive, and its origin. */
type Derived = readonly [name: string, origin: string]

/**
 * The name of the component if a schema is only a reference: generators then derive no name for it. A
 * reference with other keywords becomes a separate schema in OpenAPI 3.0, and one with a default also in 3.1.
 */
const componentOf = (schema: JsonObject): string =>
  Object.keys(schema).join() === '$ref' ? componentName(String(schema.$ref)) : ''

/**
 * The names that generators derive for an inline schema: its own, unless it is a component, and those of its
 * parts.
 */
function derivedFromInline(name: string, schema: JsonObject, origin: string): Derived[] {
  if (componentOf(schema) !== '') return componentOf(schema) === name ? [] : [[name, origin]]
  return [[name, origin], ...derivedFromMembers(name, schema, origin)]
}

function derivedFromMembers(name: string, schema: JsonObject, origin: string): Derived[] {
  const { items, additionalProperties: values, properties } = schema
  return [
    ...(isObject(items) ? ['Item', 'Inner'] : []).flatMap((suffix) =>
      derivedFromInline(`${name}${suffix}`, objectOf(items), `the items of ${origin}`),
    ),
    ...(isObject(values) ? ['Value'] : []).flatMap((suffix) =>
      derivedFromInline(`${name}${suffix}`, objectOf(values), `the values of ${origin}`),
    ),
    ...Object.entries(objectOf(properties)).flatMap(([property, value]) =>
      derivedFromInline(`${name}${pascalCase(property)}`, objectOf(value), `${property} of ${origin}`),
    ),
  ]
}

function derivedFromOperation(document: JsonObject, operation: Operation): Derived[] {
  const name = pascalCase(operation.operationId)
  const parameters = parametersOf(document, operation).map((parameter) => pascalCase(String(parameter.name)))
  return [...ofOperations, ...parameters].map((suffix) => [`${name}${suffix}`, operation.label])
}

/**
 * Finds schemas whose names collide. Client generators derive names from those of schemas, properties,
 * operations and parameters, in one namespace and often ignoring case. A name that is declared twice does not
 * compile.
 *
 * @returns the name of each colliding schema, and a message
 */
export function nameBreaches(document: JsonObject): { readonly name: string; readonly message: string }[] {
  const schemas = objectOf(objectOf(document.components).schemas)
  const derived = new Map(
    [
      ...Object.entries(schemas).flatMap(([name, schema]) => [
        [`${name}Headers`, `an answer of ${name}`] as const,
        ...derivedFromMembers(name, objectOf(schema), name),
      ]),
      ...listOperations(document).flatMap((operation) => derivedFromOperation(document, operation)),
    ].map(([name, origin]) => [name.toLowerCase(), origin]),
  )
  const names = Object.keys(schemas)
  return names.flatMap((name, index) => {
    const origin = derived.get(name.toLowerCase())
    const twin = names.slice(0, index).find((other) => other.toLowerCase() === name.toLowerCase())
    return [
      ...when(origin !== undefined, `generators derive the same name from ${origin}`),
      ...when(twin !== undefined, `it differs from ${twin} only in case`),
    ].map((message) => ({ name, message }))
  })
}
