import { randomUUID } from 'node:crypto'
import { type Role, roles } from '../../src/identity/principal.ts'
import { type Answer, jsonOf, type Request, send } from './requests.ts'
import type { Application } from './running/application.ts'

/** The path of sources in the API. */
export const sources = '/api/integration-sources'

/** An organization with a token for each role. */
export interface Tenant {
  readonly organizationId: string
  readonly tokens: Readonly<Record<Role, string>>
  /** Sends a request as the administrator of the organization, unless it has a token of its own. */
  send(request: Request): Promise<Answer>
  /** Sends a POST that must succeed. Returns the id of the created resource. */
  create(path: string, body: unknown): Promise<string>
}

/** The server of a tenant, and the signer of its tokens. */
type Place = Pick<Application, 'url' | 'token'>

/** Creates an organization. */
export async function createTenant(app: Place, name: string): Promise<Tenant> {
  const system = await app.token('SYSTEM_ADMIN')
  const made = await send(app.url, {
    method: 'POST',
    path: '/api/organization',
    token: system,
    body: { name: `${name} ${randomUUID()}` },
  })
  const { id: organizationId } = jsonOf<{ id: string }>(made)
  const tokens = Object.fromEntries(
    await Promise.all(roles.map(async (role) => [role, await app.token(role, organizationId)])),
  ) as Record<Role, string>
  const sendAs = (request: Request) => send(app.url, { token: tokens.ORGANIZATION_ADMIN, ...request })
  return {
    organizationId,
    tokens,
    send: sendAs,
    async create(path, body) {
      const answer = await sendAs({ method: 'POST', path, body })
      if (answer.status >= 300 || answer.status === 0)
        throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`)
      return jsonOf<{ id: string }>(answer).id
    },
  }
}

/** The other tenant: the request that it repeats, and a word that nobody else may ever be shown. */
export interface Neighbour extends Tenant {
  readonly secretWord: string
  readonly sourceId: string
  readonly path: string
  /** The answer to the path. */
  readonly expected: string
}

/** Creates the other tenant, with a source, databases and descriptions that contain its word. */
export async function createNeighbour(app: Place): Promise<Neighbour> {
  const tenant = await createTenant(app, 'Neighbour')
  const secretWord = `secret${randomUUID().replaceAll('-', '')}`
  const sourceId = await tenant.create(sources, {
    name: `Source ${secretWord}`,
    source_type: 'database',
    connector_type: 'postgresql',
    configuration: { host: 'database.example' },
  })
  for (let number = 0; number < 20; number += 1) {
    const body = { name: `database_${number}`, description: `${secretWord} of database ${number}` }
    await tenant.create(`${sources}/${sourceId}/databases`, body)
  }
  const path = `${sources}/${sourceId}/databases?limit=20`
  const { text: expected } = await tenant.send({ path })
  return { ...tenant, secretWord, sourceId, path, expected }
}
