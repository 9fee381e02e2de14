import { type Json, type JsonObject, listOf, mapValues, objectOf } from './json.ts'
import { print } from './print.ts'
import { dereference } from './reference.ts'
import { notice } from './routes-file.ts'
import { rewrite } from './structure.ts'

/** The component with a choice for the settings of each connector. */
const settingsName = 'ConnectorSettings'

/** A connector that takes no credentials. */
const noCredentials: JsonObject = { type: 'object', additionalProperties: false, properties: {} }

/**
 * The text of `generated/connector-schemas.ts`: the JSON Schemas of `configuration` and `credentials` for
 * each connector, with their descriptions and with references resolved. Settings are validated by these
 * schemas, and `GET /api/connectors` returns them for forms. So the contract, the validation and the forms
 * agree.
 */
export function printConnectorSchemas(document: JsonObject): string {
  const { oneOf } = objectOf(objectOf(objectOf(document.components).schemas)[settingsName])
  const schemas = listOf(oneOf).map((choice) => {
    const { properties } = wholeSchema(document, objectOf(choice))
    const {
      connector_type,
      configuration,
      credentials = noCredentials,
    } = mapValues(objectOf(properties), objectOf) as Record<string, JsonObject>
    const [connectorType] = listOf(connector_type?.enum)
    return [String(connectorType), { configuration: withMembers(configuration), credentials }] as [
      string,
      Json,
    ]
  })
  return [
    `${notice}import type * as contract from '../src/contract/route-definition.ts'\n`,
    '/** The settings that each connector takes, by `connector_type`. */',
    `export const connectorSchemas = ${print(Object.fromEntries(schemas))} satisfies Record<`,
    '  string,',
    '  Readonly<Record<"configuration" | "credentials", contract.JsonSchema>>',
    '>\n',
  ].join('\n')
}

/**
 * Adds an empty object as the default of optional objects, so that the defaults of their members are set. The
 * contract itself must not have such defaults (see `badDefault`).
 */
function withMembers(schema: JsonObject = {}): JsonObject {
  const required = listOf(schema.required)
  const properties = Object.entries(objectOf(schema.properties)).map(([name, property]): [string, Json] => {
    const inner = objectOf(property)
    const mayBeEmpty =
      inner.type === 'object' && inner.properties !== undefined && inner.required === undefined
    return [name, mayBeEmpty && !required.includes(name) ? { ...withMembers(inner), default: {} } : inner]
  })
  return properties.length === 0 ? schema : { ...schema, properties: Object.fromEntries(properties) }
}

/** Replaces each reference by its target; a keyword next to `allOf` overrides those within. */
function wholeSchema(document: JsonObject, schema: JsonObject): JsonObject {
  return rewrite(dereference(document, schema), 'schema', {
    schema: (node) => {
      const { allOf, ...own } = node.$ref === undefined ? node : wholeSchema(document, node)
      return Object.assign({}, ...listOf(allOf), own)
    },
  })
}
