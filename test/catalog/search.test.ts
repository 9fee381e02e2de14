import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { readSearchText } from '../../src/catalog/search/query-text.ts'
import { createSearchRepository } from '../../src/catalog/search/repository.ts'
import { openDatabase } from '../../src/db/client.ts'
import { superuserName } from '../../src/db/embedded/roles.ts'
import { build } from '../helper.ts'

type Result = {
  kind: string
  id: string
  name: string
  score: number
  path: { kind: string; name: string }[]
  highlight: { property: string; fragments: { text: string; is_match: boolean }[] }
}

const lines = { 'content-type': 'application/x-ndjson' }

/** An organization with a small catalog, and functions to add to it and to search it. */
async function prepare(t: Test) {
  const app = await build(t)
  const own = await app.tenant()
  const { admin, analyst, params } = own
  const made = await app.call('createIntegrationSourceDatabase', {
    params,
    token: admin,
    body: { name: 'shop' },
  })
  const at = { ...params, database_id: String(made.json().id) }
  const snapshot = async (tables: object[]) => {
    const body = tables.map((table) => JSON.stringify(table)).join('\n')
    const answer = await app.call('putDatabaseSnapshot', { params: at, token: admin, headers: lines, body })
    t.equal(answer.json().failed, 0, answer.body)
  }
  const create = async (
    operation: Parameters<typeof app.call>[0],
    place: Record<string, string>,
    body: object,
  ) => String((await app.call(operation, { params: { ...at, ...place }, token: admin, body })).json().id)
  const search = async (q: string, query: Record<string, string | number> = {}, token = analyst) => {
    const answer = await app.call('searchCatalog', { query: { q, ...query }, token })
    t.equal(answer.statusCode, 200, answer.body)
    return answer.json() as Result[]
  }
  const names = async (q: string, query: Record<string, string | number> = {}) =>
    (await search(q, query)).map(({ name }) => name)
  return { ...app, ...own, at, snapshot, create, search, names }
}

const marked = ({ highlight }: { highlight: Result['highlight'] }) =>
  highlight.fragments.map(({ text, is_match }) => (is_match ? `[${text}]` : text)).join('')

t.test('names are found by their words in any spelling', async (t) => {
  const { snapshot, names, search } = await prepare(t)
  await snapshot([
    {
      schema_name: 'sales',
      name: 'CustomerOrders',
      columns: [
        { name: 'customer_id' },
        { name: 'customerId' },
        { name: 'dim-date' },
        { name: 'HTTPStatus' },
        { name: 'Été' },
        { name: 'größe' },
        { name: 'address1' },
        { name: 'stg_customer_key' },
      ],
    },
  ])
  for (const q of ['customer id', 'customer_id', 'customerId', 'CUSTOMER-ID', 'customerid']) {
    t.same((await names(q)).slice(0, 2).sort(), ['customerId', 'customer_id'], q)
  }
  t.same(
    (await names('customer i')).slice(0, 2),
    ['customerId', 'customer_id'],
    'while the word is still being typed',
  )
  t.same((await names('cust')).slice(0, 3), ['customerId', 'customer_id', 'CustomerOrders'])
  t.same(await names('orders'), ['CustomerOrders'])
  t.same(await names('ordering'), ['CustomerOrders'], 'by its stem')
  t.same(await names('date'), ['dim-date'])
  t.same(await names('http status'), ['HTTPStatus'])
  t.same(await names('status'), ['HTTPStatus'])
  t.same(await names('ete'), ['Été'])
  t.same(await names('GRÖSSE'), ['größe'], 'by similarity: ß does not become ss')
  t.same(await names('Größe'), ['größe'])
  t.same(await names('address'), ['address1'])
  t.same(await names('custmer key'), ['stg_customer_key'], 'misspelt')
  t.same(await names('HTPStatus'), ['HTTPStatus'])

  const [first] = await search('customer i')
  t.equal(first?.score, 0.8 + 0.15 * 0.9)
  for (const { score } of await search('custmer'))
    t.match(String(score), /^[01](\.\d{1,4})?$/, 'a number without rounding errors')
  t.equal(marked(first as Result), '[customerI]d')
  const [underscored] = await search('customer_id')
  t.match(underscored, { kind: 'column', score: 1, is_active: true, saas_object_id: null })
  t.same(underscored?.path, [
    { kind: 'integration_source', name: 'Warehouse' },
    { kind: 'database', name: 'shop' },
    { kind: 'schema', name: 'sales' },
    { kind: 'table', name: 'CustomerOrders' },
    { kind: 'column', name: underscored?.name },
  ])
})

t.test('kinds, paths and highlights', async (t) => {
  const { snapshot, create, search, call, admin, params, at } = await prepare(t)
  await call('updateIntegrationSource', {
    params,
    token: admin,
    body: { description: 'Where churn is computed: <b>churn</b> & "more".' },
  })
  await snapshot([
    { name: 'churn', columns: [{ name: 'churn', description: 'Probability' }] },
    {
      name: 'retention',
      description: `${'Some words before it. '.repeat(40)}Every category of customers that churned. ${'And after. '.repeat(90)}`,
      columns: [],
    },
  ])
  const object_id = await create(
    'createSaasObject',
    {},
    { object_name: 'Deal', api_identifier: 'hs_churn_deal' },
  )
  const field = {
    field_name: 'Churn reason',
    api_identifier: 'reason',
    data_type: 'text',
    description: 'Why',
  }
  const field_id = await create('createSaasField', { object_id }, field)

  const results = await search('churn')
  t.same(
    results.map(({ kind, name }) => [kind, name]),
    [
      ['table', 'churn'],
      ['column', 'churn'],
      ['saas_field', 'Churn reason'],
      ['saas_object', 'Deal'],
      ['integration_source', 'Warehouse'],
      ['table', 'retention'],
    ],
  )
  t.same(results.map(marked).slice(0, 4), ['[churn]', '[churn]', '[Churn] reason', 'hs_[churn]_deal'])
  t.equal(
    marked(results[4] as Result),
    'Where [churn] is computed: <b>[churn]</b> & "more".',
    'text, not markup',
  )
  const excerpt = marked(results[5] as Result)
  t.match(excerpt, /^…[A-Z a-z.]+Every category of customers that \[churned\]\. .*…$/)
  t.ok(excerpt.length < 310)
  t.match(results[2], { id: field_id, saas_object_id: object_id, database_id: null, table_id: null })
  t.same(
    results[2]?.path.map(({ name }) => name),
    ['Warehouse', 'Deal', 'Churn reason'],
  )
  t.same(
    results[1]?.path.map(({ kind }) => kind),
    ['integration_source', 'database', 'table', 'column'],
    'no schema, so no step for one',
  )
  t.match(await search('categories'), [{ name: 'retention', highlight: { property: 'description' } }])
  t.match(marked((await search('categories'))[0] as Result), /\[category\]/)

  t.same(
    (await search('churn', { kind: 'saas_object,saas_field' })).map(({ name }) => name),
    ['Churn reason', 'Deal'],
  )
  t.match(await search('shop'), [{ kind: 'database', id: at.database_id, path: [{}, { name: 'shop' }] }])
  t.same(Object.keys((await search('shop', { fields: 'path' }))[0] as Result).sort(), [
    'id',
    'kind',
    'name',
    'path',
    'score',
  ])
  t.equal((await search('churn', { limit: 2 })).length, 2)
})

t.test('inactive, foreign and excluded resources are not found', async (t) => {
  const {
    snapshot,
    search,
    names,
    call,
    create,
    admin,
    params,
    at,
    sourceId,
    tenant,
    system,
    organizationId,
  } = await prepare(t)
  await snapshot([{ name: 'orders', columns: [{ name: 'order_total' }, { name: 'order_staging_total' }] }])
  const object_id = await create('createSaasObject', {}, { object_name: 'Order', api_identifier: 'order' })
  const field = { field_name: 'Order date', api_identifier: 'order_date', data_type: 'date' }
  await create('createSaasField', { object_id }, field)
  const all = (await names('order')).sort()
  t.same(all, ['Order', 'Order date', 'order_staging_total', 'order_total', 'orders'])
  t.same(await names('order total -staging'), ['order_total'])
  t.same(await names('-staging'), [])
  t.same((await names('total -staging-x')).sort(), ['order_total'], 'any word of the excluded name')

  t.same((await names('order', { in_source_id: sourceId.toUpperCase() })).sort(), all)
  t.same(await names('order', { in_source_id: v7() }), [])
  const other = await tenant()
  t.same(await search('order', {}, other.admin), [])
  t.same(await search('order', { in_source_id: sourceId }, other.admin), [])
  t.equal((await search('order', { organization_id: organizationId }, system)).length, 5)
  const nowhere = await call('searchCatalog', { query: { q: 'order' }, token: system })
  t.match(nowhere.json(), { status: 422, code: 'organization_required' })
  const context = await call('searchCatalog', {
    query: { q: 'order', source_id: sourceId },
    token: other.admin,
  })
  t.match(context.json(), { status: 404, code: 'source_not_found' })

  const set = (operation: Parameters<typeof call>[0], place: object, is_active: boolean) =>
    call(operation, { params: { ...at, ...place }, token: admin, body: { is_active } })
  await set('updateIntegrationSourceDatabase', {}, false)
  t.same((await names('order')).sort(), ['Order', 'Order date'])
  t.match(await search('order_total', { active_only: 'false' }), [{ name: 'order_total', is_active: false }])
  await set('updateSaasObject', { object_id }, false)
  t.same(await names('order'), [])
  await set('updateSaasObject', { object_id }, true)
  await set('updateIntegrationSource', params, false)
  t.same(await names('order'), [])
  t.equal((await names('order', { active_only: 'false' })).length, 5)
})

t.test('the next search finds what was written, and no longer what was deleted', async (t) => {
  const { names, call, create, admin, at, database: db } = await prepare(t)
  const table_id = await create('createDatabaseTable', {}, { name: 'invoices' })
  t.same(await names('invoice'), ['invoices'])
  const change = (body: object) => call('updateTable', { params: { ...at, table_id }, token: admin, body })
  await change({ name: 'bills' })
  t.same(await names('invoice'), [])
  t.same(await names('bilsl'), ['bills'], 'a new word is found at once')
  await change({ description: 'Überfällige Rechnungen' })
  t.same(await names('rechnungen uberfallige'), ['bills'])
  await call('deleteTable', { params: { ...at, table_id }, token: admin })
  t.same(await names('bills'), [])
  const terms = () => db.execute(sql`SELECT word FROM search_terms WHERE word LIKE 'invoic%' ORDER BY word`)
  const known = [...(await terms())]
  t.same(known, [{ word: 'invoic' }, { word: 'invoices' }])
  await create('createDatabaseTable', {}, { name: 'invoices' })
  t.same([...(await terms())], known, 'a word is stored once')
})

t.test('any text is a valid query', async (t) => {
  const { snapshot, search, names, call, analyst } = await prepare(t)
  await snapshot([
    { name: 'the_of_and', columns: [{ name: 'revenue' }, { name: '注文テーブル' }, { name: '😀' }] },
    { name: 'products', description: 'Every product that customers can buy.', columns: [] },
  ])
  const texts = [
    '-',
    '|',
    '"',
    '&',
    '!',
    ':*',
    '<->',
    '()',
    '\\',
    "'",
    "''",
    '%',
    '_',
    '"unbalanced',
    'a & | b',
    '!(',
    'x:*A',
    '\u0001',
    'a\u0001b',
    '\u0000',
    '\t\n',
    '\u202e',
    '\ud83d\ude00',
    '🏳️‍🌈',
    'e\u0301',
    '\u0958',
    '\ufdfa'.repeat(300),
    "'; DROP TABLE columns; --",
    '$1',
    '{}',
    '[]',
    "\\'",
    '-a -b',
    '- a',
    'a -',
    'the',
    'the of and',
    'of',
    'x'.repeat(10_000),
    'é'.repeat(10_000),
    'a '.repeat(5000),
    '-a '.repeat(3333),
    '注文',
    '1e5 0x1f 1.5e-7 -3',
    'https://a.b/c?d=e a@b.c',
    Array.from({ length: 1500 }, (_, n) => `w${n}`).join(' '),
  ]
  for (const q of texts) t.ok(Array.isArray(await search(q)), JSON.stringify(q.slice(0, 20)))
  t.same(await names('the of'), ['the_of_and'], 'only stop words')
  t.same(await names('the revenue'), ['revenue'], 'stop words do not count')
  t.same(await names('"revenue" | !'), ['revenue'], 'operators are separators')
  t.same(await names('注文'), ['注文テーブル'])
  t.same(await names('😀'), [], 'an emoji is not a word')
  t.same(await names('revenue😀'), ['revenue'])
  t.same(await names('customers buying products'), ['products'], 'in name and description')
  t.same(await names('which products bring the most revenue'), ['products', 'revenue'], 'some of the words')
  const question = `${'Please tell me about all of it. '.repeat(300)}revenue`.slice(0, 10_000)
  t.same(await names(question), ['revenue'])

  for (const q of ['', 'x'.repeat(10_001)]) {
    const refused = await call('searchCatalog', { query: { q }, token: analyst })
    t.match(refused.json(), { status: 422, errors: [{ loc: ['query', 'q'] }] })
  }
  t.equal(
    (await call('searchCatalog', { query: { q: 'a', kind: 'table,row' }, token: analyst })).statusCode,
    422,
  )
})

t.test('no text is too long for the indexes', async (t) => {
  const { create, names } = await prepare(t)
  const characters = (first: number, count: number) =>
    Array.from({ length: count }, (_, n) => String.fromCodePoint(first + n))
  const descriptions = {
    ideographs: characters(0x20000, 32_000).join(' '),
    'one word': 'x'.repeat(65_000),
    ligatures: '\ufdfa'.repeat(60_000),
    syllables: characters(0xac00, 11_000)
      .flatMap((one) => [one, `${one}a`])
      .join(' '),
    signs: '<>&"\'!|:*()'.repeat(5900),
  }
  for (const [name, description] of Object.entries(descriptions)) {
    await create('createDatabaseTable', {}, { name, description })
    t.same((await names(name))[0], name)
  }
  await create('createDatabaseTable', {}, { name: '\ufdfa'.repeat(255) })
  t.equal((await names('\ufdfa'.repeat(255))).length > 0, true)
})

t.test('an excluded word may be in the name or in the description', async (t) => {
  const { create, names } = await prepare(t)
  await create('createDatabaseTable', {}, { name: 'order_lines' })
  await create('createDatabaseTable', {}, { name: 'order_items', description: 'Deprecated' })
  await create('createDatabaseTable', {}, { name: 'orders_deprecated', description: 'Old' })
  await create(
    'createDatabaseTable',
    {},
    { name: 'baskets', description: 'What becomes an order. Deprecated' },
  )
  await create('createDatabaseTable', {}, { name: 'carts', description: 'What becomes an order' })
  t.same(await names('order -deprecated'), ['order_lines', 'carts'])
  t.same(await names('oder -deprecated'), ['order_lines'], 'misspelt')
  t.same((await names('order wishes -deprecated')).sort(), ['carts', 'order_lines'], 'some of the words')
})

t.test('a search does not parse descriptions', async (t) => {
  const { connection, organizationId, snapshot } = await prepare(t)
  await snapshot(
    Array.from({ length: 300 }, (_, number) => ({
      name: `t${number}`,
      description: `every word ${number}`,
      columns: [],
    })),
  )
  // Only a superuser may enable the counting of calls.
  const db = openDatabase({ ...(connection as object), user: superuserName }, 1, {})
  t.teardown(() => db.close())
  const search = (q: string) =>
    db.transaction(async (transaction) => {
      await transaction.execute(sql`SET LOCAL track_functions = 'pl'`)
      const hits = await createSearchRepository(transaction).search({
        organizationId,
        text: readSearchText(q),
        kinds: undefined,
        sourceId: undefined,
        isActiveOnly: false,
        limit: 100,
      })
      const [counted] = await transaction.execute(
        sql`SELECT pg_stat_get_xact_function_calls('search_words(text)'::regprocedure) AS calls`,
      )
      return { found: hits.length, calls: Number(counted?.calls) }
    })
  for (const q of ['every', 'word -nowhere', 'every nowhere word', 'nowhere elsewhere word -no']) {
    t.same(await search(q), { found: 100, calls: 0 }, q)
  }
  t.same(
    await search('t -nowhere'),
    { found: 100, calls: 100 },
    'only for those whose words begin like the query',
  )
})
