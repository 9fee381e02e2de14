import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { routes } from '../../../generated/routes.ts'
import type { JsonSchema } from '../../../src/contract/route-definition.ts'
import { openClient } from '../../../src/db/client.ts'
import { allows, type Permission } from '../../../src/identity/permissions.ts'
import type { Role } from '../../../src/identity/principal.ts'
import type { ExampleRequest } from '../../consumers/example-requests.ts'
import type { Births } from '../../consumers/send-examples.ts'
import type { Case, Finding, Group, Scene } from '../campaign.ts'
import { examples, exampleWorld, fillWithRename, requestOf } from '../example-world.ts'
import { type Answer, eachOf, jsonOf, type Request, rawConnection, send } from '../requests.ts'
import type { Application } from '../running/application.ts'
import { createTenant, type Tenant } from '../tenants.ts'

const all: readonly ExampleRequest[] = [...examples.creations, ...examples.others, ...examples.deletions]
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/** Headers of an answer that reveal what was found. */
const tellingHeaders =
  'content-type location link etag allow www-authenticate description-shadowed-by vary'.split(' ')

/** An answer without the parts that differ between any two of them. */
function normal({ status, headers, text }: Answer): string {
  const plain = (value: string) =>
    value
      .replace(uuid, '<id>')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replace(/"(request_id|token|token_start)":"[^"]*"/g, '"$1":"<text>"')
      .replace(/(cursor|after)=[\w%-]+/g, '$1=<cursor>')
  const told = tellingHeaders.map((name) => plain(String(headers[name] ?? '')).replace(/"[^"]+"/g, '<tag>'))
  return JSON.stringify([status, told, plain(text)])
}

/** One position of a request in which an id can stand. */
interface Place {
  readonly label: string
  readonly fill: (id: string) => Request
  /** The id of the other tenant of the right kind, when the example has an id here. */
  readonly exampleId?: string
}

const propertiesOf = (schema: JsonSchema | undefined) =>
  Object.entries((schema?.properties ?? {}) as Record<string, JsonSchema>)
const isId = (schema: JsonSchema) => JSON.stringify(schema).includes('"format":"uuid"')

/** Query parameters, by the path parameter with the same kind of id. */
const sameKind: Readonly<Record<string, string>> = {
  job_id: 'run_id',
  context_source_id: 'source_id',
  data_source_id: 'source_id',
  from_object_id: 'object_id',
  to_object_id: 'object_id',
}

/** The example of a path parameter in the contract. */
function shownFor(parameter: string): { exampleId?: string } {
  for (const { operationId, url } of all) {
    const template = String(routes.find((route) => route.operationId === operationId)?.url).split('/')
    const index = template.indexOf(`:${sameKind[parameter] ?? parameter}`)
    const id = url.split('?')[0]?.split('/')[index]
    if (index > 0 && id !== undefined) return { exampleId: id }
  }
  return {}
}

/** Fields with ids of other systems. Any value is accepted, and belongs to the tenant that wrote it. */
const elsewhere = /^(legacy|system|airbyte)_/
const isOfElsewhere = /"(legacy|system|airbyte)_\w+":\s*\[?\s*"$/

/** Every position of an example request in which an id stands or could stand. */
function placesOf(example: ExampleRequest, births: Births): Place[] {
  const route = routes.find(({ operationId }) => operationId === example.operationId)
  const request = requestOf(example, births)
  const shown = new Map([...births].map(([id, real]) => [real, id]))
  const inText = (label: string, text: string, put: (changed: string) => Request): Place[] =>
    [...text.matchAll(uuid)]
      .filter((match) => !isOfElsewhere.test(text.slice(0, match.index)))
      .map((match) => {
        const end = match.index + match[0].length
        const exampleId = shown.get(match[0])
        return {
          label: `${example.operationId} ${label} ${match.index}`,
          fill: (id) => put(text.slice(0, match.index) + id + text.slice(end)),
          ...(exampleId !== undefined && { exampleId }),
        }
      })
  const inPath = inText('path', request.path, (path) => ({ ...request, path }))
  const body = String(request.body ?? '')
  const inBody = inText('body', body, (changed) => ({ ...request, body: changed }))
  const separator = request.path.includes('?') ? '&' : '?'
  const inQuery = propertiesOf(route?.schema.querystring)
    .filter(([, schema]) => isId(schema))
    .map(
      ([name]): Place => ({
        label: `${example.operationId} query ${name}`,
        fill: (id) => ({ ...request, path: `${request.path}${separator}${name}=${id}` }),
        ...shownFor(name),
      }),
    )
  const isObject = body.startsWith('{') && example.headers['content-type'] === 'application/json'
  const missing = isObject
    ? propertiesOf(route?.schema.body).filter(
        ([name, schema]) => isId(schema) && !body.includes(`"${name}"`) && !elsewhere.test(name),
      )
    : []
  const inMissing = missing.map(
    ([name, schema]): Place => ({
      label: `${example.operationId} body ${name}`,
      fill: (id) => {
        const value = [schema.type].flat().includes('array') ? [id] : id
        return { ...request, body: JSON.stringify({ ...JSON.parse(body), [name]: value }) }
      },
    }),
  )
  return [...inPath, ...inQuery, ...inBody, ...inMissing]
}

/** A hash of the rows of an organization, for each table. */
async function fingerprint(
  { connection }: Application,
  organizationId: string,
): Promise<Map<string, string>> {
  const sql = openClient(connection, { max: 1 })
  try {
    const tables = await sql<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = 'organization_id' ORDER BY 1`
    const hashes = new Map<string, string>()
    for (const { name } of tables) {
      const [row] = await sql<{ hash: string }[]>`
        SELECT count(*) || ' ' || md5(COALESCE(string_agg(row::text, ',' ORDER BY row::text), '')) AS hash
        FROM ${sql(name)} AS row WHERE organization_id = ${organizationId}`
      hashes.set(name, String(row?.hash))
    }
    return hashes
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Waits until nothing of an organization changes by itself any more. */
async function settled(app: Application, organizationId: string): Promise<Map<string, string>> {
  for (let before = await fingerprint(app, organizationId); ; ) {
    await sleep(1500)
    const now = await fingerprint(app, organizationId)
    if (JSON.stringify([...now]) === JSON.stringify([...before])) return now
    before = now
  }
}

/** The callers: a JWT and an API token of each role. */
async function callers(tenant: Tenant): Promise<{ label: string; role: Role; token: string }[]> {
  const made = []
  for (const role of ['ORGANIZATION_ADMIN', 'ANALYST'] as const) {
    const created = await tenant.send({
      method: 'POST',
      path: '/api/tokens',
      body: { name: `caller ${role}`, role },
    })
    made.push({ label: `${role} by JWT`, role, token: tenant.tokens[role] })
    made.push({ label: `${role} by API token`, role, token: jsonOf<{ token: string }>(created).token })
  }
  return made
}

/** Ids of the other tenant for a position: the one of its kind, and some of other kinds. */
function foreignIds({ exampleId }: Place, foreign: Births, length: number, turn: number): string[] {
  const ids = [...new Set(foreign.values())]
  const own = exampleId === undefined ? [] : [foreign.get(exampleId) ?? '']
  // Without an example any kind may be right; with one, an id of another kind is only another wrong value.
  const others = length > 1 || own.length === 0 ? ids : turn % 4 > 0 ? [] : [ids[turn % ids.length] ?? '']
  return [...new Set([...own, ...others])].filter(Boolean)
}

const crossing: Case = {
  name: 'ids of another tenant in every place of every operation',
  patience: 300_000,
  async run({ app, length }) {
    const [own, other] = [await createTenant(app, 'Isolated'), await createTenant(app, 'Other')]
    const births = await fillWithRename(own, app.connection)
    const foreign = await fillWithRename(other, app.connection)
    const before = await settled(app, other.organizationId)
    const foreignSet = new Set(foreign.values())
    const findings: Finding[] = []
    let requests = 0
    const ask = async (place: Place, id: string, token: string) => {
      requests += 1
      const request = place.fill(id)
      const answer = await send(app.url, { ...request, token })
      const told = [...answer.text.matchAll(uuid)].map(([found]) => found.toLowerCase())
      const sent = `${request.path} ${request.body}`
      for (const found of new Set(told)) {
        if (foreignSet.has(found) && !sent.includes(found))
          findings.push({ kind: 'foreign row', detail: `${place.label} answered with ${found}` })
      }
      return answer
    }
    const places = all
      .filter(({ permission }) => permission !== 'organization:administer')
      .flatMap((example) =>
        placesOf(example, births).map((place) => ({ place, permission: example.permission as Permission })),
      )
    for (const [caller, { label, role, token }] of (await callers(own)).entries()) {
      const isFirst = caller === 0
      let turn = 0
      await eachOf(8, places, async ({ place, permission }) => {
        turn += 1
        // Forbidden operations do not look at ids; the matrix of roles is another case. And how a caller was
        // authenticated makes no difference after that.
        const share = allows(role, permission) && (length > 1 || isFirst) ? 1 : 10
        if (turn % share > 0) return
        for (const id of foreignIds(place, foreign, length, turn)) {
          const [answer, control] = [await ask(place, id, token), await ask(place, randomUUID(), token)]
          if (normal(answer) === normal(control)) continue
          // The first of two equal requests may have changed the target of the second one.
          const again = await ask(place, randomUUID(), token)
          const repeated = await ask(place, id, token)
          if (normal(again) === normal(answer) || normal(repeated) === normal(control)) continue
          findings.push({
            kind: "another's answer",
            detail: `${label}, ${place.label}: ${answer.status} ${answer.text.slice(0, 150)} but for a random id ${control.status} ${control.text.slice(0, 150)}`,
          })
        }
      })
    }
    const after = await settled(app, other.organizationId)
    for (const [table, hash] of after) {
      if (hash !== before.get(table))
        findings.push({ kind: 'foreign row', detail: `rows of the other tenant changed in ${table}` })
    }
    return {
      note: `${requests} requests, ${places.length} places, ${after.size} tables`,
      findings: findings.slice(0, 20),
    }
  },
}

/** Requests that are refused whatever their ids are prove nothing: the same requests with own ids succeed. */
const reaching: Case = {
  name: 'the same operations with own ids',
  patience: 60_000,
  async run({ app }) {
    const tenant = await createTenant(app, 'Reaching')
    const births = await fillWithRename(tenant, app.connection)
    const reached = new Set(examples.creations.map(({ operationId }) => operationId))
    const answers: string[] = []
    for (const example of [...examples.others, ...examples.deletions]) {
      if (example.permission === 'organization:administer') continue
      const answer = await tenant.send({ ...requestOf(example, births), patience: 10_000 })
      if (answer.status < 300 || [304, 409, 412].includes(answer.status)) reached.add(example.operationId)
      else answers.push(`${example.operationId}: ${answer.status} ${answer.text.slice(0, 150)}`)
    }
    const expected = routes.filter(({ permission }) => permission !== 'organization:administer')
    const missing = expected
      .filter(({ operationId }) => !reached.has(operationId))
      .map(({ operationId }) => operationId)
    const findings: Finding[] = missing.map((operationId) => ({
      kind: 'wrong answer',
      detail: `not reached with own ids: ${answers.find((text) => text.startsWith(`${operationId}:`)) ?? operationId}`,
    }))
    return { note: `${expected.length - missing.length} of ${expected.length} operations reached`, findings }
  },
}

const matrix: Case = {
  name: 'each role with each operation',
  async run({ app, attacker }) {
    const births = await exampleWorld(attacker)
    const findings: Finding[] = []
    let requests = 0
    await eachOf(8, all, async (example) => {
      for (const role of ['ANALYST', 'ORGANIZATION_ADMIN'] as const) {
        if (allows(role, example.permission as Permission)) continue
        requests += 1
        const { status, text } = await send(app.url, {
          ...requestOf(example, births),
          token: attacker.tokens[role],
        })
        if (status !== 403)
          findings.push({
            kind: 'wrong answer',
            detail: `${example.operationId} as ${role}: ${status} ${text.slice(0, 100)}`,
          })
      }
    })
    return { note: `${requests} requests that the role may not make`, findings }
  },
}

/** Sends the head of a request without the announced body, and reads the status of the answer. */
function statusWithoutBody(url: string, { method, path }: Request): Promise<number> {
  const socket = rawConnection(
    url,
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    'Content-Length: 1000000',
  )
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), 5000)
    let text = ''
    socket.on('data', (data) => {
      text += data
      socket.destroy()
    })
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0))
    })
  })
}

const beforeBody: Case = {
  name: 'each operation without a token, and a body that never comes',
  async run({ app, attacker }) {
    const births = await exampleWorld(attacker)
    const findings: Finding[] = []
    await eachOf(8, all, async (example) => {
      const request = requestOf(example, births)
      const status =
        request.body === undefined
          ? (await send(app.url, request)).status
          : await statusWithoutBody(app.url, request)
      if (status !== 401)
        findings.push({ kind: 'wrong answer', detail: `${example.operationId}: ${status || 'no answer'}` })
    })
    return { note: `${all.length} requests`, findings }
  },
}

/** A system administrator whose request names two organizations. */
const contradiction: Case = {
  name: 'a system administrator who names two organizations',
  async run({ app, attacker, neighbour }: Scene) {
    const births = await exampleWorld(attacker)
    const findings: Finding[] = []
    const token = await app.token('SYSTEM_ADMIN')
    const about = all.filter(
      ({ url, permission }) => url.includes('-') && permission === 'catalog:read' && uuid.test(url),
    )
    for (const example of about) {
      const request = requestOf(example, births)
      const path = `${request.path}${request.path.includes('?') ? '&' : '?'}organization_id=${neighbour.organizationId}`
      const { status, text } = await send(app.url, { ...request, path, token, patience: 3000 })
      if (status < 400)
        findings.push({
          kind: 'foreign row',
          detail: `${example.operationId}: ${status} ${text.slice(0, 100)}`,
        })
    }
    return { note: `${about.length} requests`, findings }
  },
}

export const isolation: Group = {
  name: 'isolation',
  description: 'ids of another tenant, roles, requests without a token',
  atOnce: 1,
  cases: () => [reaching, crossing, matrix, beforeBody, contradiction],
}
