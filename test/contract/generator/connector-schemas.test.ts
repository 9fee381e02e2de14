import t from 'tap'
import { printConnectorSchemas } from '../../../src/contract/generator/connector-schemas.ts'
import { notice } from '../../../src/contract/generator/routes-file.ts'

const word = (name: string) => ({ type: 'string', enum: [name] })

t.test('the schemas of the settings contain no references', async (t) => {
  const document = {
    components: {
      schemas: {
        ConnectorSettings: {
          oneOf: [
            { $ref: '#/components/schemas/ServerSettings' },
            { $ref: '#/components/schemas/FileSettings' },
          ],
        },
        ServerSettings: {
          properties: {
            connector_type: word('server'),
            configuration: {
              properties: {
                tls: { allOf: [{ $ref: '#/components/schemas/Tls' }], description: 'How.' },
                port: { type: 'integer' },
              },
            },
            credentials: { $ref: '#/components/schemas/Secret' },
          },
        },
        FileSettings: { properties: { connector_type: word('file'), configuration: { required: ['path'] } } },
        Tls: { type: 'object', description: 'TLS.', properties: { mode: { type: 'string', default: 'on' } } },
        Secret: { type: 'string' },
      },
    },
  }
  t.equal(
    printConnectorSchemas(document),
    `${notice}import type * as contract from '../src/contract/route-definition.ts'

/** The settings that each connector takes, by \`connector_type\`. */
export const connectorSchemas = {
  server: {
    configuration: {
      properties: {
        tls: {
          type: 'object',
          description: 'How.',
          properties: { mode: { type: 'string', default: 'on' } },
          default: {},
        },
        port: { type: 'integer' },
      },
    },
    credentials: { type: 'string' },
  },
  file: {
    configuration: { required: ['path'] },
    credentials: { type: 'object', additionalProperties: false, properties: {} },
  },
} satisfies Record<
  string,
  Readonly<Record<"configuration" | "credentials", contract.JsonSchema>>
>
`,
  )
  t.match(printConnectorSchemas({}), 'connectorSchemas = {} satisfies')
})
