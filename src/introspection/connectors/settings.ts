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
 * A source that reads the server's own database; there is at most one. Its settings exist only in this
 * process and are not stored, so no tenant can change them, copy them or send the password to another host.
 */
export interface OwnSource {
  readonly organizationId: string
  readonly id: string
  /** `host` is the folder of a socket. */
  readonly configuration: Readonly<Record<string, unknown>> & { readonly host: string }
  readonly credentials: Readonly<Record<string, unknown>>
}

/** The operator's settings for all sources. */
export interface ConnectorSettings {
  readonly allowedHosts: AllowedHosts
  /** Absolute paths of the folders whose files may be read. */
  readonly allowedFolders: readonly string[]
  /** The memory limit of a process that reads a source; 512 if left out. */
  readonly memoryMib?: number
}

/** The operator's settings, and the source that reads the server's own database. */
export interface ConnectorOptions extends ConnectorSettings {
  readonly ownSource?: OwnSource | undefined
}

/** The process's configuration of connectors. */
export type ConnectorConfig = Pick<
  Config,
  'CONNECTOR_ALLOWED_HOSTS' | 'CONNECTOR_ALLOWED_FOLDERS' | 'CONNECTOR_MEMORY_MIB'
> & {
  readonly ownSource?: OwnSource | undefined
}

/** Reads the operator's settings from the configuration of the process. */
export const connectorSettings = (config: ConnectorConfig): ConnectorOptions => ({
  allowedHosts: config.CONNECTOR_ALLOWED_HOSTS ?? parseAllowedHosts(''),
  allowedFolders: config.CONNECTOR_ALLOWED_FOLDERS ?? [],
  memoryMib: config.CONNECTOR_MEMORY_MIB,
  ownSource: config.ownSource,
})

/** The settings of a source. Only the credentials are secret. */
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

/** Compiles a schema on first use, since a process that reads one source needs the schemas of one kind. */
function validatorOf(schema: JsonSchema): Validate {
  const validate = compiled.get(schema) ?? compile({ schema, method: '', url: '' })
  compiled.set(schema, validate)
  return validate
}

/**
 * Validates the settings for one kind of connector and sets defaults, in those parts that are given. Returns
 * an issue for each error. Issues never quote values, which may be secret.
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
 * Creates a function that reads the settings for one kind of connector. It returns them with defaults, or
 * throws a ConnectorError with an issue for each error.
 */
export function settingsReader<Configuration, Credentials>(schemas: SettingsSchemas) {
  return (given: SourceSettings<unknown, unknown>): SourceSettings<Configuration, Credentials> => {
    const settings = structuredClone(given)
    const issues = checkSettings(schemas, settings)
    if (issues.length > 0) throw invalidSettings(issues)
    return settings as SourceSettings<Configuration, Credentials>
  }
}

function invalidSettings(issues: readonly ValidationIssue[]): ConnectorError {
  const list = issues.map(({ pointer, msg }) => `${pointer}: ${msg}`).join('; ')
  return new ConnectorError('configuration_invalid', {
    detail: `The settings are not valid. ${list}.`,
    issues,
  })
}
