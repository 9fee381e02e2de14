import { commonSchemas, settingsReader } from '../settings.ts'

/** Which files are the source. */
export interface FileConfiguration {
  /** The absolute path of a file, or of a folder of them. */
  readonly path: string
  readonly statement_timeout_seconds: number
}

/** Reads the settings of a source. */
export const readFileSettings = settingsReader<FileConfiguration, Record<string, never>>({
  configuration: {
    type: 'object',
    additionalProperties: false,
    required: ['path'],
    properties: {
      path: { type: 'string', maxLength: 4096, pattern: '^/[^\\x00]*$' },
      statement_timeout_seconds: commonSchemas.statementTimeout,
    },
  },
  credentials: { type: 'object', additionalProperties: false, properties: {} },
})
