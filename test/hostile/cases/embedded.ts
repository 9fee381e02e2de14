import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseName, showcase, superuserName } from '../../../src/db/embedded/roles.ts'
import { issueToken } from '../../../src/identity/tokens.ts'
import type { Case, Finding, Group } from '../campaign.ts'
import { jsonOf, send } from '../requests.ts'
import { type Application, end, run } from '../running/application.ts'
import { createNeighbour, createTenant, sources } from '../tenants.ts'

interface Checks {
  readonly checks?: readonly { readonly name: string; readonly status: string }[]
}

/** The roles of the server, and an unknown one. */
const users = [databaseName, superuserName, showcase.user, 'root']

/** The application with its own PostgreSQL and the demo. A tenant names the socket of that PostgreSQL. */
const ownServer: Case = {
  name: 'the PostgreSQL of the application itself as a source of a tenant',
  patience: 120_000,
  async run(scene) {
    const folder = await mkdtemp(join(tmpdir(), 'sourcebook-hostile-embedded-'))
    await chmod(folder, 0o755)
    const secret = randomUUID() + randomUUID()
    const environment = {
      PATH: String(process.env.PATH),
      PORT: '0',
      LOG_LEVEL: 'error',
      DATA_DIR: folder,
      JWT_SECRET: secret,
      ...(process.env.TMPDIR !== undefined && { TMPDIR: process.env.TMPDIR }),
    }
    const { child, url } = await run(scene.app.folder, environment, [])
    try {
      const settings = { JWT_SECRET: secret, JWT_ISSUER: undefined, JWT_AUDIENCE: 'sourcebook' }
      const second: Pick<Application, 'url' | 'token'> = {
        url,
        token: (role, organizationId) =>
          issueToken(settings, { subject: 'hostile', role, organizationId, kind: 'person' }, 3600),
      }
      const [attacker, neighbour] = [await createTenant(second, 'Attacker'), await createNeighbour(second)]
      const findings: Finding[] = []
      const outcomes: string[] = []
      const places = [
        join(folder, 'socket'),
        `${join(folder, 'socket')}/`,
        `${folder}/./socket`,
        `${folder}/socket/../socket`,
      ]
      for (const host of places) {
        for (const user of host === places[0] ? users : users.slice(0, 1)) {
          const source = await attacker.create(sources, {
            name: `Own ${randomUUID()}`,
            source_type: 'database',
            connector_type: 'postgresql',
            configuration: {
              host,
              database: 'sourcebook',
              tls: { mode: 'disable' },
              connect_timeout_seconds: 2,
            },
            credentials: { user },
          })
          const path = `${sources}/${source}`
          const tested = await attacker.send({ method: 'POST', path: `${path}/test-connection` })
          const last = jsonOf<Checks>(tested).checks?.at(-1)
          outcomes.push(`${last?.name} ${last?.status}`)
          if (last?.status === 'passed')
            findings.push({ kind: 'foreign row', detail: `${host} as ${user} was accepted` })
          await attacker.create(`${path}/databases`, { name: 'sourcebook' })
          const started = await attacker.send({
            method: 'POST',
            path: `${path}/introspection-runs`,
            body: {},
          })
          // A target that is known to be forbidden gets no run; for any other one, the run fails.
          const { id, code } = jsonOf<{ id?: string; code?: string }>(started)
          if (id === undefined && code !== 'host_not_allowed')
            findings.push({ kind: 'wrong answer', detail: `a run as ${user}: ${started.status} ${code}` })
          let status = id === undefined ? 'refused' : 'queued'
          for (let tries = 0; tries < 200 && ['queued', 'running'].includes(status); tries += 1) {
            await sleep(100)
            status = jsonOf<{ status: string }>(
              await attacker.send({ path: `${path}/introspection-runs/${id}` }),
            ).status
          }
          const { text } = await attacker.send({ path: `${path}/columns?limit=1000` })
          if (text.includes(neighbour.secretWord) || text.includes(neighbour.organizationId))
            findings.push({ kind: 'foreign row', detail: `a run as ${user} read rows of another tenant` })
          else if (jsonOf<unknown[]>({ text } as never).length > 0)
            findings.push({
              kind: 'foreign row',
              detail: `a run as ${user} read the tables of the application`,
            })
        }
      }
      const alive = await send(url, { path: '/livez' })
      if (alive.status !== 200)
        findings.push({ kind: 'exit', detail: 'the second application does not answer' })
      return { note: [...new Set(outcomes)].join('; '), findings }
    } finally {
      await end(child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true })
    }
  },
}

export const embedded: Group = {
  name: 'embedded',
  description: 'the PostgreSQL that comes with the application, named by a tenant',
  atOnce: 1,
  cases: () => [ownServer],
}
