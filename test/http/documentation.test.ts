import t from 'tap'
import type { ContractDocument } from '../../src/http/documentation/contract-document.ts'
import { listOperations } from '../../src/http/documentation/contract-document.ts'
import { problemCatalogue } from '../../src/http/problems/catalogue.ts'
import { contractFile, documentedApp } from './documentation/documented-app.ts'

const document = JSON.parse(await contractFile('generated/openapi.json')) as ContractDocument

t.test('the contract is served as it is written', async (t) => {
  const { app } = await documentedApp(t)
  for (const [url, path, type] of [
    ['/openapi.yaml', 'openapi.yaml', 'application/yaml'],
    ['/openapi.json', 'generated/openapi.json', 'application/json; charset=utf-8'],
    ['/openapi-3.0.json', 'generated/openapi-3.0.json', 'application/json; charset=utf-8'],
    ['/openapi-json-only.json', 'generated/openapi-json-only.json', 'application/json; charset=utf-8'],
  ] as const) {
    const answer = await app.inject(url)
    t.equal(answer.statusCode, 200, url)
    t.equal(answer.headers['content-type'], type)
    t.equal(answer.body, await contractFile(path))
    const etag = String(answer.headers.etag)
    const again = await app.inject({ url, headers: { 'if-none-match': etag } })
    t.equal(again.statusCode, 304)
  }
})

t.test('every route is public', async (t) => {
  const { routes } = await documentedApp(t)
  t.ok(routes.length > 30)
  t.strictSame(
    routes.filter((route) => !route.config?.public).map((route) => route.url),
    [],
  )
})

t.test('every link of every page works', async (t) => {
  const { app } = await documentedApp(t)
  const waiting = ['/docs/llms.txt']
  const seen = new Set(waiting)
  for (const url of waiting) {
    const { statusCode, body, headers } = await app.inject(url)
    t.equal(statusCode, 200, url)
    if (!/^text\/(markdown|plain)/.test(String(headers['content-type']))) continue
    for (const [, link = ''] of body.matchAll(/\]\((\/[^)]*)\)/g)) {
      if (!seen.has(link)) waiting.push(link)
      seen.add(link)
    }
  }
  for (const { id } of listOperations(document)) t.ok(seen.has(`/docs/operations/${id}.md`), id)
  for (const code of Object.keys(problemCatalogue)) t.ok(seen.has(`/docs/problems/${code}`), code)
})

t.test('the page of a problem is HTML for browsers and Markdown for other clients', async (t) => {
  const { app } = await documentedApp(t)
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  const as = (accept: string, url = '/docs/problems/name_taken') => app.inject({ url, headers: { accept } })
  for (const accept of ['*/*', 'text/markdown', 'text/markdown, text/html', 'application/json']) {
    const { headers, body } = await as(accept)
    t.match(headers, { 'content-type': 'text/markdown; charset=utf-8', vary: 'accept, accept-encoding' })
    t.match(body, '# The name is taken')
    t.notOk(headers['content-security-policy'])
  }
  const page = await as(browser)
  t.match(page.headers, {
    'content-type': 'text/html; charset=utf-8',
    vary: 'accept, accept-encoding',
    'content-security-policy': /^default-src 'none'; style-src 'sha256-/,
  })
  t.match(page.body, '<h1>The name is taken</h1>')
  t.match(page.body, '<code>existing_id</code>')
  t.match(page.body, '&quot;code&quot;: &quot;name_taken&quot;')
  t.match(page.body, '<a href="/docs/operations/createIntegrationSourceDatabase.md">')
  t.not(page.headers.etag, (await as('*/*')).headers.etag)
  const index = await as(browser, '/docs/problems')
  for (const code of Object.keys(problemCatalogue)) {
    t.match(index.body, `<a href="/docs/problems/${code}">${code}</a>`)
    const { headers, body } = await as(browser, `/docs/problems/${code}`)
    t.equal(headers['content-type'], 'text/html; charset=utf-8', code)
    t.notMatch(
      body.replace(/<pre>.*?<\/pre>/s, ''),
      /`|<[^a-z/!]/,
      `${code}: no Markdown is left, and all is escaped`,
    )
  }
})

t.test('a page of the real contract has everything needed to call the operation', async (t) => {
  const { app } = await documentedApp(t)
  const { body, headers } = await app.inject('/docs/operations/createIntegrationSourceDatabase.md')
  t.equal(headers['content-type'], 'text/markdown; charset=utf-8')
  for (const text of [
    '`POST /api/integration-sources/{source_id}/databases`',
    'Authorization: Bearer $SOURCEBOOK_TOKEN',
    '`catalog:write`',
    '| `name` | string | yes |',
    '| `priority` | integer (int32) | no | `99` |',
    '| `description_source` | string or null | no |',
    '[name_taken](/docs/problems/name_taken)',
  ]) {
    t.ok(body.includes(text), text)
  }
  t.equal((await app.inject('/docs/operations/sing.md')).statusCode, 404)
  t.equal((await app.inject('/docs/problems/sadness')).statusCode, 404)
})

t.test('every field of every body is on its page', async (t) => {
  const { app } = await documentedApp(t)
  const schemas = document.components?.schemas as Record<string, { properties?: object }>
  for (const { id, operation } of listOperations(document)) {
    const { body } = await app.inject(`/docs/operations/${id}.md`)
    for (const [, name = ''] of JSON.stringify(operation).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      const fields = Object.keys(schemas[name]?.properties ?? {})
      const missing = fields.filter((field) => !new RegExp(`\\| \`(\\[\\]\\.)?${field}\` \\|`).test(body))
      t.strictSame(missing, [], `${id}: ${name}`)
    }
  }
})

t.test('the interactive reference loads everything from this server', async (t) => {
  const { app } = await documentedApp(t)
  const answer = await app.inject('/docs')
  t.equal(answer.statusCode, 200)
  t.match(answer.body, '<title>Sourcebook: API reference</title>')
  t.match(answer.headers, {
    'content-security-policy': [
      "default-src 'none'; script-src 'self';",
      "style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:;",
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';",
    ].join(' '),
    'x-content-type-options': 'nosniff',
    link: '</docs/llms.txt>; rel="alternate"; type="text/plain"',
  })
  for (const [, url = ''] of answer.body.matchAll(/(?:href|src)="([^"]*)"/g)) {
    t.match(url, /^\/docs\/static\//)
    t.equal((await app.inject(url)).statusCode, 200, url)
  }
  t.equal((await app.inject('/docs/json')).headers.location, '/openapi.json')
  const settings = (await app.inject('/docs/static/swagger-initializer.js')).body
  t.match(settings, /"persistAuthorization":false.*"tryItOutEnabled":true/)
  t.match(settings, 'validatorUrl: null')
})
