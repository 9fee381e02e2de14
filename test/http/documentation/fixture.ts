import type { ContractDocument, Operation } from '../../../src/http/documentation/contract-document.ts'

const problem = (code: string, status: number) => ({
  schema: { $ref: '#/components/schemas/Problem' },
  examples: { one: { value: { type: `/docs/problems/${code}`, status, code } } },
})

/** The contract of a small shop: three operations with different parts. */
export const shop: ContractDocument = {
  info: {
    title: 'Shop',
    version: '1.0.0',
    summary: 'Sells things.',
    description: '## Conventions\n\nBe kind.\n',
  },
  tags: [{ name: 'Things', description: 'What is sold.' }, { name: 'Nothing' }],
  paths: {
    '/things/{thing_id}': {
      parameters: [{ $ref: '#/components/parameters/ThingId' }],
      get: {
        operationId: 'getThing',
        tags: ['Things'],
        summary: 'Get a thing',
        'x-permission': 'catalog:read',
        parameters: [
          {
            name: 'fields',
            in: 'query',
            schema: { type: 'array', maxItems: 5, items: { type: 'string', enum: ['id', 'name'] } },
          },
        ],
        responses: {
          '200': {
            description: 'The thing.',
            headers: {
              ETag: { $ref: '#/components/headers/ETag' },
              'X-Plain': { schema: { type: 'string' } },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Thing' },
                examples: { one: { value: { id: 1, name: 'Lamp' } } },
              },
              'application/x-ndjson': {
                schema: { type: 'string' },
                examples: { lines: { value: '{"id":1}\n{"id":2}\n' } },
              },
            },
          },
          '304': { description: 'It has not changed.' },
          '404': { $ref: '#/components/responses/NotFound' },
        },
      },
      put: {
        operationId: 'replaceThing',
        tags: ['Things'],
        summary: 'Replace a thing',
        description: 'Puts another thing in its place.',
        'x-permission': 'catalog:write',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Thing' },
              examples: {
                named: { summary: 'A lamp', value: { name: "Ann's lamp" } },
                unnamed: { value: { name: 'Chair' } },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The thing.',
            content: { 'application/json': { schema: { type: 'string' } } },
          },
          '404': { $ref: '#/components/responses/NotFound' },
          '409': {
            description: 'The name is taken.',
            headers: { 'Retry-After': { schema: { type: 'integer' } } },
            content: { 'application/problem+json': problem('name_taken', 409) },
          },
          '500': {
            description: 'A mistake.',
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        },
      },
    },
    '/hours': {
      get: {
        operationId: 'getHours',
        'x-permission': 'public',
        responses: { '204': { description: 'Open.' } },
      },
    },
  },
  components: {
    headers: { ETag: { description: 'The version.', schema: { type: 'string' } } },
    parameters: {
      ThingId: {
        name: 'thing_id',
        in: 'path',
        required: true,
        description: 'The id.',
        schema: { type: 'string', format: 'uuid' },
      },
    },
    responses: {
      NotFound: {
        description: 'There is no such thing.',
        content: { 'application/problem+json': problem('thing_not_found', 404) },
      },
    },
    schemas: {
      Problem: { type: 'object', properties: { code: { type: 'string' } } },
      Thing: {
        type: 'object',
        description: 'Something to sell.',
        additionalProperties: false,
        required: ['name'],
        properties: { id: { type: 'integer' }, name: { type: 'string', maxLength: 9 } },
      },
    },
  },
}

/** A contract with one operation, `operation` at `path`. */
export function contractOf(operation: Partial<Operation>, path = '/things'): ContractDocument {
  const whole: Operation = {
    operationId: 'doIt',
    'x-permission': 'catalog:read',
    responses: {},
    ...operation,
  }
  return { info: { title: 'Shop', version: '1.0.0' }, paths: { [path]: { post: whole } } }
}
