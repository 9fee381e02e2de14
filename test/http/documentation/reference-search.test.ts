import t from 'tap'
import {
  downloadPlugin,
  type ImmutableList,
  type ImmutableMap,
  searchPlugin,
} from '../../../src/http/documentation/reference-search.ts'

/** A map as those of Immutable.js. */
const mapOf = (values: Record<string, unknown>): ImmutableMap => ({
  get: (key) => values[key],
  getIn: ([first = '', second = '']) => (values[first] as Record<string, unknown>)[second],
  update: (key, change) => mapOf({ ...values, [key]: change(values[key] as ImmutableList) }),
})

/** A collection as those of Immutable.js. */
const listOf = (items: [string, ImmutableMap][]): ImmutableList & { keys: string[] } => ({
  size: items.length,
  keys: items.map(([key]) => key),
  map: (change) => listOf(items.map(([key, item]) => [key, change(item, key)])),
  filter: (keeps) => listOf(items.filter(([, item]) => keeps(item))),
})

const operation = (method: string, path: string, operationId: string, summary: string) =>
  [operationId, mapOf({ method, path, operation: { operationId, summary } })] as [string, ImmutableMap]

const tags = listOf([
  [
    'Databases',
    mapOf({
      operations: listOf([
        operation('get', '/sources/{id}/databases', 'listSourceDatabases', 'List the databases'),
        operation('post', '/sources/{id}/databases', 'createSourceDatabase', 'Add one'),
      ]),
    }),
  ],
  [
    'API tokens',
    mapOf({ operations: listOf([operation('get', '/tokens', 'listApiTokens', 'List tokens')]) }),
  ],
])

/** The operations that the reference shows, by tag. */
const found = (phrase: string) => {
  const result: [string, string[]][] = []
  const shown = searchPlugin().fn.opsFilter(tags, phrase)
  shown.map((tag, key) => {
    result.push([key, (tag.get('operations') as unknown as { keys: string[] }).keys])
    return tag
  })
  return result
}

for (const [phrase, want] of [
  ['listSourceDatabases', [['Databases', ['listSourceDatabases']]]],
  ['listDatabases', [['Databases', ['listSourceDatabases']]]],
  ['ADD one ', [['Databases', ['createSourceDatabase']]]],
  ['post /sources', [['Databases', ['createSourceDatabase']]]],
  ['api token', [['API tokens', ['listApiTokens']]]],
  [
    'list',
    [
      ['Databases', ['listSourceDatabases']],
      ['API tokens', ['listApiTokens']],
    ],
  ],
  ['elephant', []],
] as const) {
  t.strictSame(found(phrase), want, phrase)
}

t.test('tags are open during a search', async (t) => {
  const isOpen = (thing: string, filter: unknown) =>
    searchPlugin().statePlugins.layout.wrapSelectors.isShown(() => false)(
      mapOf({ filter }),
      [thing, 'Databases'],
      false,
    )
  t.equal(isOpen('operations-tag', 'database'), true)
  t.equal(isOpen('operations', 'database'), false)
  for (const nothing of [true, false, null, '']) t.equal(isOpen('operations-tag', nothing), false)
})

t.test('the document is fetched as without plug-ins', async (t) => {
  const DownloadUrl = { fn: {} }
  Object.assign(globalThis, { SwaggerUIBundle: { plugins: { DownloadUrl } } })
  t.equal(downloadPlugin(), DownloadUrl)
})
