import t from 'tap'
import { loadConfig } from '../../src/config.ts'
import { build } from '../helper.ts'
import { documentedApp } from './documentation/documented-app.ts'

t.test('behind a proxy with a base path, every address contains it', async (t) => {
  const { app, tenant } = await build(t, { BASE_PATH: '/sourcebook/' })
  const { admin, sourceId } = await tenant()
  const headers = { authorization: `Bearer ${admin}` }
  const at = `/api/integration-sources/${sourceId}/databases`
  const create = (prefix: string, name: string) =>
    app.inject({ method: 'POST', url: `${prefix}${at}`, headers, payload: { name } })

  for (const prefix of ['', '/sourcebook']) {
    const made = await create(prefix, `shop${prefix}`)
    t.equal(made.statusCode, 201, 'the proxy may remove the base path or leave it')
    t.equal(made.headers.location, `/sourcebook${at}/${made.json().id}`)
    t.equal((await app.inject({ url: String(made.headers.location), headers })).statusCode, 200)
    const taken = (await create(prefix, `shop${prefix}`)).json()
    t.match(taken, { type: '/sourcebook/docs/problems/name_taken', instance: `/sourcebook${at}` })
    t.equal((await app.inject(taken.type)).statusCode, 200)
    const inBrowser = await app.inject({ url: taken.type, headers: { accept: 'text/html' } })
    t.match(inBrowser.body, '<a href="/sourcebook/docs/problems">')
    const page = await app.inject({ url: `${prefix}${at}?limit=1`, headers })
    if (!prefix) continue
    const [, next = ''] = /^<(.*)>; rel="next"$/.exec(String(page.headers.link)) ?? []
    t.match(next, /^\/sourcebook\/api\//)
    t.equal((await app.inject({ url: next, headers })).json().length, 1)
  }
  t.equal((await app.inject('/sourcebook')).headers.location, '/sourcebook/docs')
  t.equal((await app.inject('/sourcebook?x=1')).headers.location, '/sourcebook/docs')
  t.equal((await app.inject('/sourcebook/livez')).statusCode, 200)
  t.equal((await app.inject('/livez')).statusCode, 200)
  t.equal((await app.inject('/sourcebookings')).json().instance, '/sourcebook/sourcebookings')

  for (const url of ['/sourcebook/openapi.json', '/sourcebook/openapi-3.0.json'])
    t.equal((await app.inject(url)).json().servers[0].url, '/sourcebook')
  t.match((await app.inject('/openapi.yaml')).body, /^servers:\n {2}- url: \/sourcebook$/m)
  const docs = await app.inject('/sourcebook/docs')
  t.match(docs.headers.link, '</sourcebook/docs/llms.txt>')
  const assets = [...docs.body.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url]) => String(url))
  t.ok(assets.length > 4)
  for (const url of assets) {
    t.match(url, /^\/sourcebook\/docs\/static\//)
    t.equal((await app.inject(url)).statusCode, 200, url)
  }
})

t.test('every link of every page contains the base path, and works', async (t) => {
  const { app } = await documentedApp(t, '/sourcebook')
  const waiting = ['/sourcebook/docs/llms.txt']
  const seen = new Set(waiting)
  for (const url of waiting) {
    const { statusCode, body, headers } = await app.inject(url.slice('/sourcebook'.length))
    t.equal(statusCode, 200, url)
    if (!/^text\/(markdown|plain)/.test(String(headers['content-type']))) continue
    for (const [, link = ''] of body.matchAll(/\]\((\/[^)]*)\)/g)) {
      t.match(link, /^\/sourcebook\//)
      if (!seen.has(link)) waiting.push(link)
      seen.add(link)
    }
  }
  t.ok(seen.size > 100)
})

t.test('the root redirects to the reference, whose document is published once', async (t) => {
  const { app } = await documentedApp(t)
  const root = await app.inject('/')
  t.match({ status: root.statusCode, location: root.headers.location }, { status: 302, location: '/docs' })
  for (const form of ['json', 'yaml']) {
    const copy = await app.inject(`/docs/${form}`)
    t.match(
      { status: copy.statusCode, location: copy.headers.location },
      { status: 302, location: `/openapi.${form}` },
    )
  }
  t.match(app.swagger(), { openapi: '3.1.1' }, 'app.swagger() has the document for plug-ins that expect it')
})

t.test('invalid base paths and origins', (t) => {
  for (const text of ['sourcebook', '/a b', '/a?b', 'http://x/', '/a//b'])
    t.throws(() => loadConfig({ BASE_PATH: text }), /BASE_PATH must be a path/)
  t.equal(loadConfig({ BASE_PATH: '/' }).BASE_PATH, '')
  for (const text of ['example.com', 'https://a.example/', 'https://a.example, *', 'null', 'file:///x'])
    t.throws(() => loadConfig({ CORS_ALLOWED_ORIGINS: text }), /CORS_ALLOWED_ORIGINS must be/)
  t.strictSame(loadConfig({ CORS_ALLOWED_ORIGINS: '*' }).CORS_ALLOWED_ORIGINS, ['*'])
  t.end()
})
