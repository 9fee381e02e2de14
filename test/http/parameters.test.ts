import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { v7 } from 'uuid'
import { routes } from '../../generated/routes.ts'
import type { JsonSchema } from '../../src/contract/route-definition.ts'
import { build } from '../helper.ts'

const wrong: Record<string, string[]> = {
  integer: ['0x10', '1e1', '+5', ' 5', '5 ', '5.0', 'Infinity', '-Infinity', 'NaN', '1e400', '', '1_0', '٥'],
  number: ['0x10', '+0.5', ' 0.5', 'Infinity', '-Infinity', 'NaN', '1e400', '', '.5', '1_0', '٥'],
  boolean: ['', ' true', '2', 'maybe', 'None', 'null', '-1', '1.0', 'true,false'],
}

t.test('every operation refuses values that are not numbers or booleans', async (t) => {
  const { app, system } = await build(t)
  const headers = { authorization: `Bearer ${system}` }
  const counts: Record<string, number> = {}
  for (const { operationId, method, url, schema } of routes) {
    const properties = (part: JsonSchema | undefined) =>
      Object.entries((part?.properties ?? {}) as Record<string, JsonSchema>)
    const pathOf = (given: Record<string, string>) =>
      url.replace(/:(\w+)/g, (_, name) => encodeURIComponent(given[name] ?? v7()))
    const required = ((schema.querystring.required ?? []) as string[]).map((name) => [name, 'x'])
    for (const [place, [name, property]] of [
      ...properties(schema.params).map((member) => ['path', member] as const),
      ...properties(schema.querystring).map((member) => ['query', member] as const),
    ]) {
      const texts = wrong[String(property.type)]
      if (!texts) continue
      counts[String(property.type)] = (counts[String(property.type)] ?? 0) + 1
      for (const value of texts) {
        if (place === 'path' && value === '') continue
        const answer = await app.inject({
          method: method as 'GET',
          url: pathOf(place === 'path' ? { [name]: value } : {}),
          query: { ...Object.fromEntries(required), ...(place === 'query' && { [name]: value }) },
          headers,
          ...(schema.body && { payload: schema.body.type === 'array' ? [] : {} }),
        })
        t.match(
          answer.json(),
          { status: 422, code: 'validation_failed', errors: [{ pointer: `/${name}`, loc: [place, name] }] },
          `${operationId} ${name}=${JSON.stringify(value)}`,
        )
      }
    }
  }
  t.match(counts, { integer: Number, number: Number, boolean: Number })
})

t.test('booleans in the forms of many languages are accepted', async (t) => {
  const { call, tenant } = await build(t)
  const { admin, params } = await tenant()
  for (const active_only of ['True', 'FALSE', '1', '0', 'yes', 'No', 'on', 'OFF', 't', 'n']) {
    const columns = await call('listIntegrationSourceColumns', {
      params,
      token: admin,
      query: { active_only },
    })
    t.equal(columns.statusCode, 200, active_only)
    const found = await call('searchCatalog', { token: admin, query: { q: 'x', active_only } })
    t.equal(found.statusCode, 200, active_only)
  }
})

t.test('names of fields may be repeated, and may have spaces around them', async (t) => {
  const { app, tenant } = await build(t)
  const { admin } = await tenant()
  const read = async (query: string) => {
    const url = `/api/integration-sources?${query}`
    return (await app.inject({ url, headers: { authorization: `Bearer ${admin}` } })).json()
  }
  const wanted = await read('fields=description,is_active')
  t.ok('description' in wanted[0] && 'is_active' in wanted[0] && !('configuration' in wanted[0]))
  for (const query of [
    'fields=description,%20is_active',
    'fields=%20description%20,+is_active',
    'fields=description&fields=is_active',
    'fields=description&fields=description,is_active',
  ])
    t.same(await read(query), wanted, query)
  for (const [query, index] of [
    ['fields=', 0],
    ['fields=description,', 1],
    ['fields=is%20active', 0],
  ])
    t.match(await read(String(query)), { status: 422, errors: [{ pointer: `/fields/${index}` }] })
})

t.test('an operation without a body accepts an empty body of any media type', async (t) => {
  const { app, tenant } = await build(t)
  const { admin, sourceId } = await tenant()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const types = [
    undefined,
    'application/json',
    'application/json; charset=utf-8',
    'application/x-www-form-urlencoded',
    'text/plain; charset=utf-8',
    'application/x-ndjson',
    'application/yaml',
    'nonsense',
  ]
  const send = async (
    { method, path }: { method: string; path: string },
    type: string | undefined,
    body: { chunked?: boolean; bytes: string },
  ) => {
    const sent = request({
      port,
      method,
      path,
      agent: false,
      headers: {
        authorization: `Bearer ${admin}`,
        ...(type !== undefined && { 'content-type': type }),
        ...(body.chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': body.bytes.length }),
      },
    }).end(body.bytes)
    const answer = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve).once('error', reject)
    })
    return { status: answer.statusCode, body: await text(answer) }
  }
  const withoutBody = routes.filter(({ method, schema }) => method !== 'GET' && !schema.body)
  t.ok(withoutBody.length >= 15)
  for (const { operationId, method, url } of withoutBody) {
    // None of these exist, so each is answered with 404.
    const target = {
      method,
      path: url.replace(/:(\w+)/g, () => v7()).replace(/layers\/[^/]+/, 'layers/imported'),
    }
    if (target.path.includes('/versions/')) target.path = target.path.replace(/versions\/[^/]+/, 'versions/1')
    for (const type of types)
      for (const chunked of [false, true]) {
        const { status, body } = await send(target, type, { chunked, bytes: '' })
        t.equal(status, 404, `${operationId} ${type} ${chunked ? 'chunked' : ''} ${body}`)
      }
    t.equal((await send(target, 'text/plain', { bytes: 'x' })).status, 415, operationId)
    t.equal((await send(target, undefined, { bytes: 'x' })).status, 415, operationId)
    t.equal((await send(target, 'application/json', { bytes: '{' })).status, 400, operationId)
  }
  const path = `/api/integration-sources/${sourceId}/databases`
  t.equal(
    (await send({ method: 'POST', path }, 'text/plain', { bytes: '' })).status,
    415,
    'this operation needs a body',
  )
  t.equal((await send({ method: 'POST', path }, 'text/plain', { bytes: '{}' })).status, 415)
  t.equal((await send({ method: 'POST', path }, undefined, { bytes: '' })).status, 422)
})

t.test('a path that ends in a slash gets a hint', async (t) => {
  const { app, tenant } = await build(t)
  const { admin, sourceId } = await tenant()
  const ask = async (url: string, method: 'GET' | 'POST' | 'DELETE' = 'GET') =>
    (await app.inject({ method, url, headers: { authorization: `Bearer ${admin}` } })).json()
  for (const { url } of routes) {
    const path = url.replace(/:(\w+)/g, () => v7())
    const detail = `No path ends in a slash: use ${path}.`
    t.match(await ask(`${path}/`), { status: 404, code: 'route_not_found', detail }, url)
  }
  const databases = `/api/integration-sources/${sourceId}/databases`
  for (const method of ['GET', 'POST', 'DELETE'] as const)
    t.match(await ask(`${databases}/?limit=1`, method), { status: 404, detail: /use \/api.*\/databases\.$/ })
  t.match(await ask(`${databases}//`), { status: 404, detail: 'A segment of the path is empty.' })
  t.match(await ask('/api/integration-sources//databases'), {
    status: 404,
    detail: 'A segment of the path is empty.',
  })
  t.match(await ask('/api/nothing/'), { status: 404, detail: 'No operation has this path.' })
})
