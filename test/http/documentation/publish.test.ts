import Fastify from 'fastify'
import t from 'tap'
import { publish } from '../../../src/http/documentation/publish.ts'

t.test('a page is rendered at its first request only', async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  let made = 0
  const text = () => {
    made += 1
    return 'Größe'
  }
  publish(app, { url: '/page', contentType: 'text/markdown; charset=utf-8', text })
  await app.ready()
  t.equal(made, 0)

  const first = await app.inject('/page')
  t.equal(first.statusCode, 200)
  t.equal(first.body, 'Größe')
  t.match(first.headers, {
    'content-type': 'text/markdown; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    etag: /^"[\w-]{43}"$/,
  })

  const etag = String(first.headers.etag)
  for (const [header, status] of [
    [etag, 304],
    [`"other", W/${etag}`, 304],
    ['*', 304],
    ['"other"', 200],
    ['', 200],
  ] as const) {
    const answer = await app.inject({ url: '/page', headers: { 'if-none-match': header } })
    t.equal(answer.statusCode, status, `If-None-Match: ${header}`)
    t.equal(answer.body, status === 200 ? 'Größe' : '')
    t.match(answer.headers, { etag, 'cache-control': 'no-cache' })
  }
  t.equal(made, 1)
})
