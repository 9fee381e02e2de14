import type { Json, JsonObject } from '../../../src/contract/generator/json.ts'

/**
 * One change of a document: its path (with dots; `/` belongs to names) and the new value; undefined removes.
 */
export type Edit = readonly [path: readonly string[], value: Json | undefined]

/** A copy of a document with changes. Creates missing parent objects. */
export function edited(document: JsonObject, ...edits: readonly Edit[]): JsonObject {
  const copy = structuredClone(document)
  for (const [path, value] of edits) {
    let node: JsonObject = copy
    for (const key of path.slice(0, -1)) {
      node[key] ??= {}
      node = node[key] as JsonObject
    }
    const last = String(path.at(-1))
    if (value === undefined) delete node[last]
    else node[last] = value
  }
  return copy
}

const refused: JsonObject = {
  description: 'The request is not accepted.',
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: { refused: { $ref: '#/components/examples/Refused' } },
    },
  },
}

/** The path of the operations in `thingContract`. */
export const things = '/api/big-things/{thing_id}/parts'

/** A small contract that follows every rule and uses most of the dialect. */
export const thingContract: JsonObject = {
  openapi: '3.1.1',
  info: {
    title: 'Things',
    summary: 'All about things.',
    version: '1.0.0',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  jsonSchemaDialect: 'https://spec.openapis.org/oas/3.1/dialect/base',
  servers: [{ url: '/' }],
  security: [{ bearerToken: [] }],
  tags: [{ name: 'Parts', description: 'The parts of things.' }],
  paths: {
    [things]: {
      parameters: [{ $ref: '#/components/parameters/ThingId' }],
      get: {
        operationId: 'listParts',
        summary: 'List parts',
        tags: ['Parts'],
        'x-permission': 'public',
        security: [],
        parameters: [
          { $ref: '#/components/parameters/Limit' },
          {
            name: 'fields',
            in: 'query',
            style: 'form',
            explode: false,
            schema: { $ref: '#/components/schemas/Names' },
          },
          { name: 'If-None-Match', in: 'header', required: true, schema: { type: 'string' } },
        ],
        responses: {
          '200': {
            description: 'A page.',
            headers: { Link: { $ref: '#/components/headers/Link' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Parts' },
                examples: { page: { value: [{ name: 'bolt', size: null, shape: null, weight: 1 }] } },
              },
              'application/x-ndjson': { schema: { type: 'string' } },
            },
          },
          '304': { description: 'Not changed.' },
          '4XX': { $ref: '#/components/responses/Refused' },
        },
      },
      post: {
        operationId: 'createPart',
        summary: 'Create a part',
        tags: ['Parts'],
        'x-permission': 'things:write',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/PartCreate' },
              examples: { bolt: { value: { name: 'bolt' } } },
            },
          },
        },
        responses: {
          '201': {
            description: 'The new part.',
            headers: { ETag: { schema: { type: 'string' } }, Location: { schema: { type: 'string' } } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Part' },
                examples: { part: { value: { name: 'bolt', size: 1, shape: 'round', weight: 0.5 } } },
              },
            },
          },
          '202': {
            description: 'Written as text.',
            content: { 'text/plain': { schema: { type: 'string' }, examples: { text: { value: 'later' } } } },
          },
          '4XX': { $ref: '#/components/responses/Refused' },
        },
      },
    },
  },
  components: {
    securitySchemes: { bearerToken: { type: 'http', scheme: 'bearer' } },
    parameters: {
      ThingId: { name: 'thing_id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      Limit: { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, default: 100 } },
    },
    headers: {
      Link: {
        description: 'The next page.',
        schema: { type: 'string' },
        examples: { next: { value: '</next>' } },
      },
    },
    examples: { Refused: { value: { code: 'refused' } } },
    responses: { Refused: refused },
    schemas: {
      Problem: {
        type: 'object',
        'x-note': 'not for validators',
        required: ['code'],
        properties: { code: { type: 'string', const: 'refused' } },
      },
      Names: { type: 'array', items: { type: 'string' }, examples: [['name']] },
      Shape: { type: 'string', title: 'A shape', enum: ['round', 'flat'] },
      Parts: { type: 'array', items: { $ref: '#/components/schemas/Part' } },
      Part: {
        type: 'object',
        description: 'A part.',
        required: ['name'],
        properties: {
          name: { type: 'string', pattern: "^[^'\\x00]+$" },
          size: { type: ['integer', 'null'], exclusiveMinimum: 0 },
          shape: { anyOf: [{ $ref: '#/components/schemas/Shape' }, { type: 'null' }] },
          weight: { type: 'number', exclusiveMaximum: 10 },
        },
      },
      PartCreate: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: { type: 'string', pattern: "^[^'\\x00]+$", description: 'Its name.' },
          shape: { $ref: '#/components/schemas/Shape', description: 'How it looks.' },
          'made-of': { type: 'array', items: { type: 'string' }, default: [] },
        },
      },
    },
  },
}
