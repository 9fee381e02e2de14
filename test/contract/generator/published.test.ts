import t from 'tap'
import type { JsonObject } from '../../../src/contract/generator/json.ts'
import { published } from '../../../src/contract/generator/published.ts'

const refer = (section: string, name: string): JsonObject => ({ $ref: `#/components/${section}/${name}` })
const parameter = (name: string, more: JsonObject = {}): JsonObject => ({ name, in: 'query', ...more })
const components: JsonObject = {
  parameters: { Limit: parameter('limit'), Context: parameter('context') },
}
const responses = { 200: { description: 'All.' } }

const table: readonly [name: string, given: JsonObject, want: JsonObject][] = [
  [
    'parameters of a path stand after those of each operation',
    {
      paths: {
        '/parts': {
          parameters: [refer('parameters', 'Context'), parameter('inline')],
          get: { parameters: [refer('parameters', 'Limit')], responses },
          post: { responses },
        },
      },
      components,
    },
    {
      paths: {
        '/parts': {
          get: {
            parameters: [refer('parameters', 'Limit'), refer('parameters', 'Context'), parameter('inline')],
            responses,
          },
          post: { parameters: [refer('parameters', 'Context'), parameter('inline')], responses },
        },
      },
      components,
    },
  ],
  [
    'an operation may declare a parameter of its path again',
    {
      paths: {
        '/parts': {
          summary: 'Parts.',
          parameters: [refer('parameters', 'Context')],
          get: { parameters: [parameter('context', { required: true })], responses },
        },
      },
      components,
    },
    {
      paths: {
        '/parts': {
          summary: 'Parts.',
          get: { parameters: [parameter('context', { required: true })], responses },
        },
      },
      components,
    },
  ],
  [
    'shared examples stand where they are used',
    {
      paths: {
        '/parts': {
          get: {
            responses: {
              200: {
                description: 'All.',
                headers: { Link: { examples: { next: refer('examples', 'Next') } } },
                content: {
                  'application/json': { examples: { own: { value: 1 }, page: refer('examples', 'Page') } },
                },
              },
            },
          },
        },
      },
      components: { examples: { Next: { value: '</next>' }, Page: { summary: 'One page', value: [] } } },
    },
    {
      paths: {
        '/parts': {
          get: {
            responses: {
              200: {
                description: 'All.',
                headers: { Link: { examples: { next: { value: '</next>' } } } },
                content: {
                  'application/json': {
                    examples: { own: { value: 1 }, page: { summary: 'One page', value: [] } },
                  },
                },
              },
            },
          },
        },
      },
      components: {},
    },
  ],
]

for (const [name, given, want] of table) {
  t.test(name, async (t) => {
    t.strictSame(published(given), want)
  })
}
