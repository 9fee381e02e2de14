// Made from openapi.yaml by src/contract/generate.ts. Do not edit: run "npm run generate".
import type * as contract from '../src/contract/route-definition.ts'

/** The settings that each connector takes, by `connector_type`. */
export const connectorSchemas = {
  postgresql: {
    configuration: {
      type: 'object',
      description: 'How a PostgreSQL server is reached.',
      additionalProperties: false,
      required: ['host'],
      properties: {
        host: {
          type: 'string',
          minLength: 1,
          maxLength: 255,
          description: 'A name, an address, or the absolute path of the folder of a socket. One that is not public must be named in CONNECTOR_ALLOWED_HOSTS of the server.',
        },
        port: { type: 'integer', minimum: 1, maximum: 65535, description: 'The port.', default: 5432 },
        database: {
          type: 'string',
          minLength: 1,
          maxLength: 255,
          pattern: '^[^\\x00]*$',
          description: 'The database to connect to when no other is named.',
          default: 'postgres',
        },
        tls: {
          type: 'object',
          description: 'How the connection is secured, which is `verify-full` when left out.',
          additionalProperties: false,
          properties: {
            mode: {
              type: 'string',
              enum: ['disable', 'require', 'verify-full'],
              description: 'Not at all; encrypted; encrypted, and to the server whose certificate is trusted.',
              default: 'verify-full',
            },
            ca: {
              type: 'string',
              maxLength: 1048576,
              description: 'The certificates to trust, in PEM; those that Node trusts when left out.',
            },
          },
          default: {},
        },
        connect_timeout_seconds: {
          type: 'integer',
          minimum: 1,
          maximum: 120,
          description: 'How long each step of connecting may take, in seconds.',
          default: 10,
        },
        statement_timeout_seconds: {
          type: 'integer',
          minimum: 1,
          maximum: 3600,
          description: 'How long a statement may take, in seconds.',
          default: 60,
        },
      },
    },
    credentials: {
      type: 'object',
      description: 'Who connects to a PostgreSQL server.',
      additionalProperties: false,
      required: ['user'],
      properties: {
        user: {
          type: 'string',
          minLength: 1,
          maxLength: 255,
          pattern: '^[^\\x00]*$',
          description: 'The role.',
        },
        password: {
          type: 'string',
          maxLength: 65536,
          pattern: '^[^\\x00]*$',
          writeOnly: true,
          description: 'Its password.',
        },
      },
    },
  },
  mysql: {
    configuration: {
      type: 'object',
      description: 'How a MySQL or MariaDB server is reached.',
      additionalProperties: false,
      required: ['host'],
      properties: {
        host: {
          type: 'string',
          minLength: 1,
          maxLength: 255,
          description: 'A name, an address, or the absolute path of a socket. One that is not public must be named in CONNECTOR_ALLOWED_HOSTS of the server.',
        },
        port: { type: 'integer', minimum: 1, maximum: 65535, description: 'The port.', default: 3306 },
        tls: {
          type: 'object',
          description: 'How the connection is secured, which is `verify-full` when left out.',
          additionalProperties: false,
          properties: {
            mode: {
              type: 'string',
              enum: ['disable', 'require', 'verify-full'],
              description: 'Not at all; encrypted; encrypted, and to the server whose certificate is trusted.',
              default: 'verify-full',
            },
            ca: {
              type: 'string',
              maxLength: 1048576,
              description: 'The certificates to trust, in PEM; those that Node trusts when left out.',
            },
          },
          default: {},
        },
        connect_timeout_seconds: {
          type: 'integer',
          minimum: 1,
          maximum: 120,
          description: 'How long each step of connecting may take, in seconds.',
          default: 10,
        },
        statement_timeout_seconds: {
          type: 'integer',
          minimum: 1,
          maximum: 3600,
          description: 'How long a statement may take, in seconds.',
          default: 60,
        },
      },
    },
    credentials: {
      type: 'object',
      description: 'Who connects to a MySQL or MariaDB server.',
      additionalProperties: false,
      required: ['user'],
      properties: {
        user: {
          type: 'string',
          minLength: 1,
          maxLength: 255,
          pattern: '^[^\\x00]*$',
          description: 'The account.',
        },
        password: {
          type: 'string',
          maxLength: 65536,
          pattern: '^[^\\x00]*$',
          writeOnly: true,
          description: 'Its password.',
        },
      },
    },
  },
  bigquery: {
    configuration: {
      type: 'object',
      description: 'Which projects of BigQuery are read, and at what cost.',
      additionalProperties: false,
      required: ['project'],
      properties: {
        project: {
          type: 'string',
          pattern: '^[a-z0-9:.-]{1,100}$',
          description: 'The project that queries are billed to; also the first database.',
        },
        api_endpoint: {
          type: 'string',
          maxLength: 255,
          pattern: '^https?://[^/?#@]+/?$',
          description: 'The service. One that is not of Google must be named in CONNECTOR_ALLOWED_HOSTS of the server.',
          default: 'https://bigquery.googleapis.com',
        },
        connect_timeout_seconds: {
          type: 'integer',
          minimum: 1,
          maximum: 120,
          description: 'How long each step of connecting may take, in seconds.',
          default: 10,
        },
        statement_timeout_seconds: {
          type: 'integer',
          minimum: 1,
          maximum: 3600,
          description: 'How long a statement may take, in seconds.',
          default: 60,
        },
        maximum_bytes_billed: {
          type: 'integer',
          format: 'int64',
          minimum: 10485760,
          maximum: 9007199254740991,
          description: 'What one query may read at most.',
          default: 1073741824,
        },
      },
    },
    credentials: {
      type: 'object',
      description: 'Who reads BigQuery. Exactly one of the two is given.',
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
      properties: {
        service_account_key: {
          type: 'object',
          description: 'The key of a service account, as Google\'s file has it; its other members are kept, and not used.',
          additionalProperties: true,
          required: ['type', 'client_email', 'private_key'],
          properties: {
            type: {
              type: 'string',
              enum: ['service_account'],
              description: 'The kind of key. Other kinds name files, addresses and programs, which this server would use.',
            },
            client_email: {
              type: 'string',
              minLength: 1,
              maxLength: 255,
              pattern: '^[^\\x00]*$',
              description: 'The service account.',
            },
            private_key: {
              type: 'string',
              maxLength: 65536,
              pattern: '^[^\\x00]*$',
              writeOnly: true,
              description: 'Its private key, in PEM.',
            },
          },
        },
        access_token: {
          type: 'string',
          maxLength: 65536,
          pattern: '^[^\\x00]*$',
          writeOnly: true,
          description: 'A token of OAuth that somebody else renews.',
        },
      },
    },
  },
  duckdb: {
    configuration: {
      type: 'object',
      description: 'Which files are read.',
      additionalProperties: false,
      required: ['path'],
      properties: {
        path: {
          type: 'string',
          maxLength: 4096,
          pattern: '^/[^\\x00]*$',
          description: 'The absolute path, on the server, of a file or of a folder of them. It must be in one of the folders of CONNECTOR_ALLOWED_FOLDERS.',
        },
        statement_timeout_seconds: {
          type: 'integer',
          minimum: 1,
          maximum: 3600,
          description: 'How long a statement may take, in seconds.',
          default: 60,
        },
      },
    },
    credentials: { type: 'object', additionalProperties: false, properties: {} },
  },
  sqlite: {
    configuration: {
      type: 'object',
      description: 'Which files are read.',
      additionalProperties: false,
      required: ['path'],
      properties: {
        path: {
          type: 'string',
          maxLength: 4096,
          pattern: '^/[^\\x00]*$',
          description: 'The absolute path, on the server, of a file or of a folder of them. It must be in one of the folders of CONNECTOR_ALLOWED_FOLDERS.',
        },
        statement_timeout_seconds: {
          type: 'integer',
          minimum: 1,
          maximum: 3600,
          description: 'How long a statement may take, in seconds.',
          default: 60,
        },
      },
    },
    credentials: { type: 'object', additionalProperties: false, properties: {} },
  },
} satisfies Record<
  string,
  Readonly<Record<"configuration" | "credentials", contract.JsonSchema>>
>
