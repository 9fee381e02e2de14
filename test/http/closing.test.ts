import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { build } from '../helper.ts'

// Without what is tested here, closing takes more than a minute, or never ends.
t.setTimeout(40_000)

t.test('a closing app does not wait for connections that nobody uses', async (t) => {
  const { app } = await build(t)
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const unused = connect(Number(port), hostname)
  const ended = once(unused, 'close')
  await once(unused, 'connect')
  // A request on another connection is answered, so the server has taken the first one, too.
  const used = await fetch(`http://${hostname}:${port}/livez`)
  t.equal(used.status, 200)
  await used.text()
  await app.close()
  await t.resolves(ended)
})

t.test('who follows a run is sent elsewhere', async (t) => {
  const { app, call, tenant } = await build(t)
  const { admin: token, params } = await tenant()
  await call('createIntegrationSourceDatabase', { token, params, body: { name: 'shop' } })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const run = (await call('createIntrospectionRun', { token, params, body: {} })).json()
  t.equal(run.status, 'queued', 'there is no worker, so it stays so')

  const path = `/api/integration-sources/${params.source_id}/introspection-runs/${run.id}/events`
  const { body } = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })
  const events = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())
  let text = ''
  for await (const part of events) {
    if (text === '') void app.close()
    text += part
  }
  t.match(text, /^event: progress/, 'the answer ends as a whole one does')
  t.notMatch(text, 'event: end', 'but does not say that the run is over, so that the client connects again')
  await app.close()
})
