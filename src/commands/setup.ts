import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { asc, ne, sql } from 'drizzle-orm'
import { pino } from 'pino'
import { type Environment, loadConfig } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { apiTokens, organizations } from '../db/schema.ts'
import { newApiToken } from '../identity/api-tokens/token-text.ts'
import { newCreation } from '../identity/creation.ts'
import { DEMO_ORGANIZATION_ID } from '../identity/demo.ts'
import { completeConfig } from '../identity/development-secrets.ts'
import { normalizedName } from '../values/name.ts'
import { nameFault } from '../values/name-rule.ts'
import { openOwnDatabase } from './own-database.ts'
import { type CommandResult, runWhenProgram, wrongArguments } from './run-command.ts'

const usage = `Usage: npm run setup [-- options]

Updates the database schema, creates the first organization, and prints an API token of its administrator. Running it
again changes nothing.

  --organization NAME  the name of the organization, or its id when there are several; a terminal prompts for it
  --new-token          prints another token for an existing organization, for example when the first one was lost
`

/** How long the token of an administrator is valid. */
const tokenDays = 90

/** The number of an advisory lock that nothing else uses: "sbksetup" in ASCII. */
const setupLock = '8314326005446899056'

/** The actor in the change feed for resources that setup creates. */
const principal = { subject: 'setup', kind: 'person' } as const

/** Asks the user at the terminal; undefined without a terminal. */
export type Ask = ((question: string) => Promise<string>) | undefined

/** Creates a function that asks at a terminal. If the input ends, the answer is empty. */
export function askOn(
  input: NodeJS.ReadableStream & { isTTY?: boolean },
  output: NodeJS.WritableStream,
): Ask {
  if (!input.isTTY) return undefined
  return async (question) => {
    const terminal = createInterface({ input, output })
    const ended = once(terminal, 'close').then(() => '')
    return Promise.race([terminal.question(question), ended]).finally(() => terminal.close())
  }
}

interface Arguments {
  organization: string | undefined
  newToken: boolean
}

/** @throws Error with a message about invalid arguments */
function readArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { organization: { type: 'string' }, 'new-token': { type: 'boolean', default: false } },
  })
  const { organization, 'new-token': newToken } = values
  return { organization: organization && readName(organization), newToken }
}

/** @throws Error with a message about an invalid name */
function readName(text: string): string {
  const name = normalizedName(text.trim())
  const fault =
    nameFault(name) ?? ([...name].length > 255 ? 'Name should have at most 255 characters' : undefined)
  if (fault !== undefined) throw new Error(`The organization cannot have this name: ${fault}.`)
  return name
}

type Database = ReturnType<typeof openDatabase>
type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

interface Organization {
  id: string
  name: string
}

const listOrganizations = (db: Pick<Database, 'select'>): Promise<Organization[]> =>
  db
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(ne(organizations.id, DEMO_ORGANIZATION_ID))
    .orderBy(asc(organizations.id))
    .limit(10)

async function createOrganization(transaction: Transaction, name: string): Promise<Organization> {
  const { id, ...creation } = newCreation({ ...principal, role: 'SYSTEM_ADMIN', organizationId: undefined })
  await transaction.insert(organizations).values({ id, ...creation, name })
  return { id, name }
}

/** Creates the token of an administrator, and returns it with its expiry. */
async function createToken(transaction: Transaction, organizationId: string) {
  const creation = newCreation({ ...principal, role: 'ORGANIZATION_ADMIN', organizationId })
  const { token, hash, hint } = newApiToken()
  const expiresAt = new Date(creation.createdAt.getTime() + tokenDays * 24 * 60 * 60 * 1000)
  await transaction.insert(apiTokens).values({
    ...creation,
    organizationId,
    hash,
    hint,
    name: 'Administrator (npm run setup)',
    kind: 'person',
    role: 'ORGANIZATION_ADMIN',
    expiresAt,
    createdBy: principal.subject,
    owner: principal.subject,
  })
  return { token, expiresAt }
}

/** Thrown within the transaction to roll it back; the message is for the operator. */
class SetupRefusedError extends Error {}

const names = (found: readonly Organization[]) => found.map(({ id, name }) => `  ${id}  ${name}\n`).join('')

/** Finds the organization for another token. */
function selectOrganization(found: readonly Organization[], organization: string | undefined): Organization {
  const matches =
    organization === undefined
      ? found
      : found.filter(({ id, name }) => name === organization || id === organization.toLowerCase())
  const [only] = matches
  if (only !== undefined && matches.length === 1) return only
  throw new SetupRefusedError(`Choose an organization with --organization:\n${names(found)}`)
}

const alreadyDone = (found: readonly Organization[]) => `Set up already:
${names(found)}
For another token of an administrator: npm run setup -- --new-token
`

const created = (
  { id, name }: Organization,
  { token, expiresAt }: Awaited<ReturnType<typeof createToken>>,
  url: string,
) => `Organization: ${name} (${id})
Below is the API token of its administrator. It is shown only once, and valid until ${expiresAt.toISOString().slice(0, 10)}.

export SOURCEBOOK_TOKEN=${token}

Next, with the server running (npm start):

curl -H "Authorization: Bearer $SOURCEBOOK_TOKEN" ${url}/api/organization/${id}
curl -H "Authorization: Bearer $SOURCEBOOK_TOKEN" -H 'Content-Type: application/json' ${url}/api/integration-sources \\
  -d '{"name": "Warehouse", "source_type": "warehouse", "connector_type": "postgresql"}'

The documentation is at ${url}/docs. Tokens for others: POST /api/tokens.
`

/**
 * `npm run setup`: creates the first organization, and prints an API token of its administrator. Exit code 2:
 * invalid arguments, or no name for the organization; 1: the database or the settings cannot be used, or
 * several organizations match.
 *
 * @param ask asks for the name if the arguments lack it
 */
export async function main(
  argv: readonly string[],
  environment: Environment,
  ask: Ask = askOn(process.stdin, process.stderr),
): Promise<CommandResult> {
  let options: Arguments
  try {
    options = readArguments(argv)
  } catch (error) {
    return wrongArguments((error as Error).message, usage)
  }
  const config = await completeConfig(loadConfig(environment))
  const logger = pino({ level: config.LOG_LEVEL }, pino.destination(2))
  const own = await openOwnDatabase(config, { isShared: true, logger })
  try {
    await migrate(own.connection, logger)
    const db = openDatabase(own.connection, 1)
    return await setUp(db, options, ask, `http://127.0.0.1:${config.PORT}`).finally(() => db.close())
  } finally {
    await own.close()
  }
}

async function setUp(
  db: Database,
  { organization, newToken }: Arguments,
  ask: Ask,
  url: string,
): Promise<CommandResult> {
  // Asked before the transaction, which must not wait for a person.
  const isFirst = (await listOrganizations(db)).length === 0
  let name = organization
  try {
    if (isFirst && name === undefined && ask) name = readName(await ask('Name of the organization: '))
  } catch (error) {
    return wrongArguments((error as Error).message, usage)
  }
  if (isFirst && name === undefined) {
    return wrongArguments('--organization must be the name of the first organization.', usage)
  }
  try {
    const stdout = await db.transaction(async (transaction) => {
      await transaction.execute(sql`SELECT pg_advisory_xact_lock(${sql.raw(setupLock)})`)
      const found = await listOrganizations(transaction)
      if (found.length > 0 && !newToken) return alreadyDone(found)
      const target =
        found.length > 0
          ? selectOrganization(found, name)
          : await createOrganization(transaction, String(name))
      return created(target, await createToken(transaction, target.id), url)
    })
    return { exitCode: 0, stdout, stderr: '' }
  } catch (error) {
    if (!(error instanceof SetupRefusedError)) throw error
    return { exitCode: 1, stdout: '', stderr: error.message }
  }
}

await runWhenProgram(import.meta.url, usage, main)
