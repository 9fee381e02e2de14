import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case, Finding, Group, Scene } from '../campaign.ts'
import { examples, exampleWorld, requestOf } from '../example-world.ts'
import { type Answer, countStatuses, jsonOf, rawConnection, send, times } from '../requests.ts'
import { silentServer } from '../servers/silent.ts'
import { sources } from '../tenants.ts'

/** More than the connections of the pool. */
const crowd = 12

/** Findings for answers that blame the application and not the request. */
const faults = (answers: readonly Answer[]): Finding[] =>
  answers
    .filter(({ status }) => status === 0 || status >= 500)
    .slice(0, 1)
    .map(({ status, text }) => ({ kind: 'wrong answer', detail: `${status}: ${text.slice(0, 200)}` }))

/** Many concurrent requests with a key each: none may hold a connection and wait for another one. */
function keyOn(operationId: string): Case {
  return {
    name: `${crowd} requests at once with Idempotency-Key: ${operationId}`,
    async run({ attacker }) {
      const births = await exampleWorld(attacker)
      const example = [...examples.creations, ...examples.others].find(
        (each) => each.operationId === operationId,
      )
      if (!example) throw new Error(`${operationId} has no example`)
      const request = requestOf(example, births)
      const answers = await times(crowd, () =>
        attacker.send({ ...request, headers: { ...request.headers, 'idempotency-key': randomUUID() } }),
      )
      return { note: countStatuses(answers), findings: faults(answers) }
    },
  }
}

const posts = [
  ...new Set(
    [...examples.creations, ...examples.others]
      .filter(({ method, permission }) => method === 'POST' && permission !== 'organization:administer')
      .map(({ operationId }) => operationId),
  ),
]

const oneKey: Case = {
  name: `${crowd} requests at once with the same Idempotency-Key`,
  async run({ attacker }) {
    const source = await newSource(attacker)
    const key = randomUUID()
    const answers = await times(crowd, () =>
      attacker.send({
        method: 'POST',
        path: `${sources}/${source}/databases`,
        headers: { 'idempotency-key': key },
        body: { name: `database ${key}` },
      }),
    )
    const ids = new Set(
      answers.filter(({ status }) => status === 201).map(({ text }) => jsonOf({ text } as Answer).id),
    )
    const twice: Finding[] =
      ids.size > 1 ? [{ kind: 'wrong answer', detail: `${ids.size} databases were created` }] : []
    return { note: countStatuses(answers), findings: [...faults(answers), ...twice] }
  },
}

const newSource = (attacker: Scene['attacker'], configuration = {}, credentials?: object) =>
  attacker.create(sources, {
    name: `Source ${randomUUID()}`,
    source_type: 'database',
    connector_type: 'postgresql',
    configuration,
    ...(credentials && { credentials }),
  })

/** Sends the head of a request and then, every second, a part of a body that never ends. */
function drip(scene: Scene, method: string, path: string, type: string, piece: () => string) {
  const socket = rawConnection(
    scene.app.url,
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${scene.attacker.tokens.ORGANIZATION_ADMIN}`,
    `Content-Type: ${type}`,
    'Transfer-Encoding: chunked',
  )
  let text = ''
  socket.on('data', (data) => {
    text += data
  })
  const send = () => {
    const part = piece()
    socket.write(`${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`)
  }
  send()
  const timer = setInterval(send, 1000)
  socket.on('close', () => clearInterval(timer))
  return {
    status: () => ({ status: Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0) }),
    end: () => socket.destroy(),
  }
}

const slowSeconds = 6

/** Slow uploads must not hold anything that others need. */
function slowUploads(
  name: string,
  count: number,
  make: (scene: Scene) => Promise<(scene: Scene) => ReturnType<typeof drip>>,
): Case {
  return {
    name: `${count} slow uploads: ${name}`,
    async run(scene) {
      const start = await make(scene)
      const uploads = Array.from({ length: count }, () => start(scene))
      await sleep(slowSeconds * 1000 * scene.length)
      const answers = uploads.map((upload) => upload.status())
      for (const upload of uploads) upload.end()
      return { note: countStatuses(answers) }
    },
  }
}

const dbtHead =
  '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json"},"nodes":{'
const line = () => `${JSON.stringify({ name: randomUUID(), columns: [] })}\n`
const ndjson = 'application/x-ndjson'

const slow: Case[] = [
  slowUploads('snapshots of as many databases', crowd, async ({ attacker }) => {
    const source = await newSource(attacker)
    const ids = await times(crowd, (index) =>
      attacker.create(`${sources}/${source}/databases`, { name: `d${index}` }),
    )
    return (scene) => drip(scene, 'PUT', `${sources}/${source}/databases/${ids.pop()}/snapshot`, ndjson, line)
  }),
  slowUploads('snapshots of one database', crowd, async ({ attacker }) => {
    const source = await newSource(attacker)
    const id = await attacker.create(`${sources}/${source}/databases`, { name: 'one' })
    return (scene) => drip(scene, 'PUT', `${sources}/${source}/databases/${id}/snapshot`, ndjson, line)
  }),
  slowUploads('manifests of dbt', crowd, async ({ attacker }) => {
    const source = await newSource(attacker)
    let isFirst = true
    return (scene) =>
      drip(scene, 'POST', `${sources}/${source}/descriptions/import-dbt`, 'application/json', () => {
        const text = isFirst ? dbtHead : `"model.${randomUUID()}":{},`
        isFirst = false
        return text
      })
  }),
  slowUploads(
    'bodies of JSON',
    100,
    async () => (scene) => drip(scene, 'POST', sources, 'application/json', () => ' '),
  ),
  {
    name: '300 slow heads',
    async run({ app, length }) {
      const sockets = Array.from({ length: 300 }, () => rawConnection(app.url))
      for (const socket of sockets) socket.write(`GET ${sources} HTTP/1.1\r\nHost: x\r\nX-Slow: `)
      for (let second = 0; second < 4 * length; second += 1) {
        await sleep(1000)
        for (const socket of sockets) if (socket.writable) socket.write('x')
      }
      for (const socket of sockets) socket.destroy()
      return { note: 'a byte a second' }
    },
  },
  {
    name: '50 readers that do not read',
    async run({ app, attacker, length }) {
      const source = await newSource(attacker)
      const database = await attacker.create(`${sources}/${source}/databases`, { name: 'wide' })
      const description = 'word '.repeat(200)
      const tables = Array.from({ length: 1000 }, (_, index) =>
        JSON.stringify({
          name: `table_${index}`,
          description,
          columns: [{ name: 'id', data_type: 'text', description }],
        }),
      )
      const filled = await attacker.send({
        method: 'PUT',
        path: `${sources}/${source}/databases/${database}/snapshot`,
        headers: { 'content-type': ndjson },
        body: tables.join('\n'),
      })
      const sockets = Array.from({ length: 50 }, () =>
        rawConnection(
          app.url,
          `GET ${sources}/${source}/columns HTTP/1.1`,
          'Host: 127.0.0.1',
          `Authorization: Bearer ${attacker.tokens.ANALYST}`,
          `Accept: ${ndjson}`,
        ).pause(),
      )
      await sleep(4000 * length)
      for (const socket of sockets) socket.destroy()
      return { note: `filled: ${filled.status}`, findings: faults([filled]) }
    },
  },
]

/** A run that lasts as long as a server says nothing. */
async function endlessRun({ attacker }: Scene) {
  const server = await silentServer()
  const configuration = {
    host: server.host,
    port: server.port,
    tls: { mode: 'disable' },
    connect_timeout_seconds: 120,
    statement_timeout_seconds: 3600,
  }
  const source = await newSource(attacker, configuration, { user: 'anybody', password: 'anything' })
  await attacker.create(`${sources}/${source}/databases`, { name: 'postgres' })
  const runs = `${sources}/${source}/introspection-runs`
  const id = await attacker.create(runs, { profile: false })
  return {
    path: `${runs}/${id}`,
    source,
    async end() {
      await attacker.send({ method: 'POST', path: `${runs}/${id}/cancel` })
      server.close()
    },
  }
}

const streams: Case = {
  name: '300 streams of events of one run',
  async run(scene) {
    const run = await endlessRun(scene)
    const token = scene.attacker.tokens.ANALYST
    const opened = Array.from({ length: 300 }, () => {
      const socket = rawConnection(
        scene.app.url,
        `GET ${run.path}/events HTTP/1.1`,
        'Host: 127.0.0.1',
        `Authorization: Bearer ${token}`,
      )
      let text = ''
      socket.on('data', (data) => {
        if (text.length < 100) text += data
      })
      return { socket, status: () => ({ status: Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0) }) }
    })
    await sleep(5000 * scene.length)
    const note = countStatuses(opened.map(({ status }) => status()))
    for (const { socket } of opened) socket.destroy()
    await run.end()
    return { note }
  },
}

const revoked: Case = {
  name: 'a stream of events after its token was revoked',
  async run(scene) {
    const { attacker, app } = scene
    const run = await endlessRun(scene)
    const made = await attacker.send({
      method: 'POST',
      path: '/api/tokens',
      body: { name: 'follower', role: 'ANALYST' },
    })
    const { id, token } = jsonOf<{ id: string; token: string }>(made)
    const stream = send(app.url, { path: `${run.path}/events`, token, patience: 12_000 })
    await sleep(1000)
    await attacker.send({ method: 'DELETE', path: `/api/tokens/${id}` })
    const { status, milliseconds } = await stream
    await run.end()
    const findings: Finding[] =
      status === 200
        ? []
        : [{ kind: 'wrong answer', detail: 'the stream continued for 11 s after the revocation' }]
    return { note: `it ended after ${Math.round(milliseconds - 1000)} ms`, findings }
  },
}

const queue: Case = {
  name: '400 runs asked for at once',
  async run({ attacker }) {
    const answers: Answer[] = []
    const source = await newSource(attacker, { host: '127.0.0.9', port: 1 }, { user: 'anybody' })
    await attacker.create(`${sources}/${source}/databases`, { name: 'postgres' })
    for (let part = 0; part < 20; part += 1) {
      answers.push(
        ...(await times(20, () =>
          attacker.send({
            method: 'POST',
            path: `${sources}/${source}/introspection-runs`,
            body: { profile: false },
          }),
        )),
      )
    }
    const runs = answers
      .filter(({ status }) => status === 201)
      .map((answer) => jsonOf<{ id: string }>(answer).id)
    for (const id of runs) {
      await attacker.send({ method: 'POST', path: `${sources}/${source}/introspection-runs/${id}/cancel` })
    }
    const isBounded = answers.some(({ status }) => status === 429)
    const unbounded: Finding[] = isBounded ? [] : [{ kind: 'wrong answer', detail: 'every run was accepted' }]
    return { note: countStatuses(answers), findings: [...faults(answers), ...unbounded] }
  },
}

/** Runs of a tenant whose servers are silent must not delay the run of another tenant. */
const starvation: Case = {
  name: 'silent servers in all runs of a tenant while another one runs',
  patience: 60_000,
  async run(scene) {
    const runs = await times(6, () => endlessRun(scene))
    await sleep(1500)
    const { neighbour } = scene
    const source = await neighbour.create(sources, {
      name: `Quick ${randomUUID()}`,
      source_type: 'database',
      connector_type: 'postgresql',
      configuration: { host: '127.0.0.9', port: 1, tls: { mode: 'disable' }, connect_timeout_seconds: 1 },
      credentials: { user: 'anybody' },
    })
    await neighbour.create(`${sources}/${source}/databases`, { name: 'postgres' })
    const path = `${sources}/${source}/introspection-runs`
    const id = await neighbour.create(path, {})
    const begin = Date.now()
    let status = 'queued'
    while (status === 'queued' && Date.now() - begin < 15_000) {
      await sleep(100)
      status = jsonOf<{ status: string }>(await neighbour.send({ path: `${path}/${id}` })).status
    }
    const waited = Date.now() - begin
    for (const run of runs) await run.end()
    const findings: Finding[] =
      status === 'queued'
        ? [{ kind: 'other tenant hurt', detail: `its run still waited after ${waited} ms` }]
        : []
    return { note: `the run of the other tenant began after ${waited} ms`, findings }
  },
}

const floods: Case[] = [
  {
    name: 'a flood of proposals',
    async run({ attacker, length }) {
      const source = await newSource(attacker)
      const path = `${sources}/descriptions/${source}/proposals`
      const answers: Answer[] = []
      for (let part = 0; part < 20 * length; part += 1) {
        const body = () => ({ description: randomUUID().repeat(20), description_source: 'ai_generated' })
        answers.push(...(await times(50, () => attacker.send({ method: 'POST', path, body: body() }))))
      }
      return { note: countStatuses(answers), findings: faults(answers) }
    },
  },
  {
    name: 'a flood of keys',
    async run({ attacker, length }) {
      const source = await newSource(attacker)
      const answers: Answer[] = []
      for (let part = 0; part < 20 * length; part += 1) {
        answers.push(
          ...(await times(50, () =>
            attacker.send({
              method: 'POST',
              path: `${sources}/${source}/databases`,
              headers: { 'idempotency-key': randomUUID() },
              body: { name: randomUUID(), description: 'word '.repeat(1000) },
            }),
          )),
        )
      }
      return { note: countStatuses(answers), findings: faults(answers) }
    },
  },
  {
    name: '8 heavy searches at a time',
    async run({ attacker, length }) {
      const words = Array.from(
        { length: 32 },
        (_, index) => `word${String.fromCharCode(97 + (index % 26))}`,
      ).join(' ')
      const path = `${sources}/search?limit=100&q=${encodeURIComponent(words)}`
      const answers = (
        await times(8, async () => {
          const own: Answer[] = []
          for (let count = 0; count < 5 * length; count += 1) own.push(await attacker.send({ path }))
          return own
        })
      ).flat()
      return { note: countStatuses(answers), findings: faults(answers) }
    },
  },
]

export const pool: Group = {
  name: 'pool',
  description: 'many requests at once with keys, slow uploads and readers, streams, runs, floods',
  atOnce: 1,
  cases: () => [...posts.map(keyOn), oneKey, ...slow, streams, revoked, queue, starvation, ...floods],
}
