import { AjvCompiler } from '@fastify/ajv-compiler'
import type { FastifySchemaValidationError } from 'fastify'
import { type AllowedHosts, parseAllowedHosts } from '../../allowed-hosts.ts'
import type { Config } from '../../config.ts'
import type { JsonSchema } from '../../contract/route-definition.ts'
import { validationIssue } from '../../http/problems/validation-issues.ts'
import { addFormats } from '../../values/formats.ts'
import type { ValidationIssue } from '../../values/invalid-input.ts'
import { ConnectorError } from './connector-error.ts'

/**
 * The one source of a server that reads a database of the server itself. How it is reached is known to the process alone:
 * nothing of it is stored, so no tenant can change it, copy it or send its password elsewhere.
 */
export interface OwnSource {
  readonly organizationId: string
  readonly id: string
  /** Its `host` is the folder of a socket. */
  readonly configuration: Readonly<Record<string, unknown>> & { readonly host: string }
  readonly credentials: Readonly<Record<string, unknown>>
}

/** What the operator decides for all sources. */
export interface ConnectorSettings {
  readonly allowedHosts: AllowedHosts
  /** Absolute paths of the folders whose files may be read. */
  readonly allowedFolders: readonly string[]
  /** What a process that reads a source may have of memory; 512 when left out. */
  readonly memoryMib?: number
}

/** What is decided for all sources, and the one source that is the server's own. */
export interface ConnectorOptions extends ConnectorSettings {
  readonly ownSource?: OwnSource | undefined
}

/** The part of the configuration of the process that is about connectors. */
export type ConnectorConfig = Pick<
  Config,
  'CONNECTOR_ALLOWED_HOSTS' | 'CONNECTOR_ALLOWED_FOLDERS' | 'CONNECTOR_MEMORY_MIB'
> & {
  readonly ownSource?: OwnSource | undefined
}

/** What the operator has decided, from the configuration of the process. */
export const connectorSettings = (config: ConnectorConfig): ConnectorOptions => ({
  allowedHosts: config.CONNECTOR_ALLOWED_HOSTS ?? parseAllowedHosts(''),
  allowedFolders: config.CONNECTOR_ALLOWED_FOLDERS ?? [],
  memoryMib: config.CONNECTOR_MEMORY_MIB,
  ownSource: config.ownSource,
})

/** What a source is set up with: what may be seen, and what may not. */
export interface SourceSettings<Configuration, Credentials> {
  readonly configuration: Configuration
  readonly credentials: Credentials
}

/** The JSON Schemas of both parts. */
type SettingsSchemas = Readonly<Record<keyof SourceSettings<unknown, unknown>, JsonSchema>>

const compile = AjvCompiler()(
  {},
  {
    customOptions: {
      useDefaults: true,
      removeAdditional: false,
      coerceTypes: false,
      strict: true,
      allErrors: true,
    },
    onCreate: addFormats,
  },
)

type Validate = ReturnType<typeof compile>

const compiled = new WeakMap<JsonSchema, Validate>()

/** Compiles a schema when it is first used: a process that reads one source needs those of one kind. */
function validatorOf(schema: JsonSchema): Validate {
  const validate = compiled.get(schema) ?? compile({ schema, method: '', url: '' })
  compiled.set(schema, validate)
  return validate
}

/**
 * Checks the settings of one kind of connector: sets the defaults in those parts that are there, and returns an issue
 * for each place that is wrong. Values are never repeated.
 */
export function checkSettings(
  schemas: SettingsSchemas,
  given: Partial<SourceSettings<unknown, unknown>>,
): ValidationIssue[] {
  return Object.entries(schemas).flatMap(([part, schema]) => {
    const value = given[part as keyof SettingsSchemas]
    if (value === undefined) return []
    const validate = validatorOf(schema)
    if (validate(value)) return []
    return (validate.errors as FastifySchemaValidationError[]).map((error) => {
      const issue = validationIssue(error, part)
      return { ...issue, pointer: `/${part}${issue.pointer}` }
    })
  })
}

/**
 * Makes the reader of the settings of one kind of connector: it returns them with defaults, or throws a
 * ConnectorError with an issue for each place that is wrong.
 */
export function settingsReader<Configuration, Credentials>(schemas: SettingsSchemas) {
  return (given: SourceSettings<unknown, unknown>): SourceSettings<Configuration, Credentials> => {
    const read = structuredClone(given)
    const issues = checkSettings(schemas, read)
    if (issues.length > 0) throw invalidSettings(issues)
    return read as SourceSettings<Configuration, Credentials>
  }
}

/** The error for settings that are wrong. */
function invalidSettings(issues: readonly ValidationIssue[]): ConnectorError {
  const list = issues.map(({ pointer, msg }) => `${pointer}: ${msg}`).join('; ')
  return new ConnectorError('configuration_invalid', {
    detail: `The settings are not valid. ${list}.`,
    issues,
  })
}
