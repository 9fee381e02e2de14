import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { type ConnectionOptions, openClient, sessionOfRequests } from './client.ts'
import { databaseErrorCode, isDatabaseUnavailable } from './errors.ts'
import { newestMigration } from './migrate.ts'

/** The database cannot be used as it is; the message is for the operator and says what to do. */
export class UnusableDatabaseError extends Error {
  override readonly name = 'UnusableDatabaseError'
}

/** What PostgreSQL 15 is by its own number. */
const oldestVersion = 150_000

/** How often a database that is away is asked again, in milliseconds, and how often that is said. */
const attemptInterval = 500
const telling = 10_000

/** What the operator is told of an error that waiting does not cure, by its SQLSTATE. */
const refusals: Readonly<Record<string, string>> = {
  '28P01':
    'PostgreSQL refuses the password of DATABASE_URL. Correct it there, or set it: ALTER ROLE name PASSWORD …',
  '28000':
    'PostgreSQL refuses the user of DATABASE_URL. Correct it there, create it, or let it in by pg_hba.conf.',
  '3D000':
    'The database of DATABASE_URL does not exist; create it: CREATE DATABASE name ENCODING UTF8 TEMPLATE template0',
  '42P01':
    'The database of DATABASE_URL does not have the tables of this version. Create them: npm run db:migrate',
  '42501': 'The role of DATABASE_URL may not do what this needs; see "Roles" in docs/operation.md.',
}

const pooledByTransaction =
  'DATABASE_URL leads to a pooler in transaction mode, in which sessions have neither locks nor prepared statements. Let PgBouncer pool by session (pool_mode = session), or connect to PostgreSQL itself.'

const pooledWithoutSettings =
  'PgBouncer refuses the settings of a session. Set ignore_startup_parameters = jit, statement_timeout, lock_timeout, idle_in_transaction_session_timeout in pgbouncer.ini, and give them to the role; see "PgBouncer" in docs/operation.md.'

/** Turns an error that only the operator can do something about into one that says so. */
export function explainRefusal(error: unknown): unknown {
  const refusal = refusals[databaseErrorCode(error)]
  if (refusal !== undefined) return new UnusableDatabaseError(refusal)
  // From a pooler this is a protocol violation, which from a server means that it is going away.
  if (/unsupported startup parameter/.test(String((error as Error).message))) {
    return new UnusableDatabaseError(pooledWithoutSettings)
  }
  return error
}

/** What is looked at before a start. */
export interface UsableDatabaseOptions {
  /** For how long a database that is away is waited for, in seconds. */
  patienceSeconds: number
  /** Whether this start brings the schema up to date, and so may create what is missing. */
  migrates: boolean
  logger: { info(details: object, message: string): void; warn(details: object, message: string): void }
}

/**
 * Waits for a database that is away, and makes sure that this build can work with it.
 *
 * @throws UnusableDatabaseError
 */
export async function awaitUsableDatabase(
  connection: ConnectionOptions,
  { patienceSeconds, migrates, logger }: UsableDatabaseOptions,
): Promise<void> {
  // Two sessions tell a pooler that shares one between them. They ask for nothing but what they are told to.
  const open = () =>
    openClient(connection, {
      max: 1,
      idle_timeout: 0,
      fetch_types: false,
      connection: { jit: 'off', ...sessionOfRequests },
    })
  const clients = [open(), open()] as const
  try {
    await reach(clients[0], patienceSeconds, logger)
    await assertOwnSessions(clients)
    await assertFits(clients[0], migrates)
  } catch (error) {
    throw explainRefusal(error)
  } finally {
    await Promise.all(clients.map((client) => client.end({ timeout: 1 })))
  }
}

async function reach(
  client: postgres.Sql,
  patienceSeconds: number,
  logger: UsableDatabaseOptions['logger'],
): Promise<void> {
  const { host, port } = client.options
  const place = `${host}:${port}`
  const startedAt = Date.now()
  let toldAt = 0
  for (;;) {
    try {
      await client.unsafe('SELECT 1')
      if (toldAt > 0) logger.info({}, 'PostgreSQL is there')
      return
    } catch (error) {
      const explained = explainRefusal(error)
      if (explained !== error || !isDatabaseUnavailable(error)) throw explained
      const code = databaseErrorCode(error)
      const waited = (Date.now() - startedAt) / 1000
      if (waited >= patienceSeconds) {
        throw new UnusableDatabaseError(
          `PostgreSQL at ${place} could not be reached within ${patienceSeconds} seconds (${code}). Start it, or correct DATABASE_URL. DATABASE_WAIT_SECONDS is how long a start waits.`,
        )
      }
      if (Date.now() - toldAt >= telling) {
        toldAt = Date.now()
        logger.warn({ code, place, patienceSeconds }, 'waiting for PostgreSQL')
      }
      await sleep(attemptInterval)
    }
  }
}

/** Sessions that are open at the same time have processes of their own, and keep them. */
async function assertOwnSessions([one, other]: readonly [postgres.Sql, postgres.Sql]): Promise<void> {
  const pids: number[] = []
  for (const client of [one, one, other, one, other]) {
    const [row] = await client.unsafe('SELECT pg_backend_pid() AS pid')
    pids.push((row as unknown as { pid: number }).pid)
  }
  const [first, ...rest] = pids
  const kept = rest[0] === first && rest[2] === first && rest[1] === rest[3] && rest[1] !== first
  if (!kept) throw new UnusableDatabaseError(pooledByTransaction)
}

/** What is looked at of a database. */
export interface DatabaseFacts {
  version: number
  encoding: string
  has_trigrams: boolean
  may_have_trigrams: boolean
  is_migrated: boolean
}

/**
 * Says what of a database does not do; undefined when all does.
 *
 * @param migrates whether what is missing may be created
 */
export function findUnfitness(
  facts: Omit<DatabaseFacts, 'is_migrated'>,
  migrates: boolean,
): string | undefined {
  if (facts.version < oldestVersion) {
    return `PostgreSQL 15 or newer is needed; this one is ${Math.floor(facts.version / 10_000)}.`
  }
  if (facts.encoding !== 'UTF8') {
    return `The database has the encoding ${facts.encoding}, and UTF8 is needed; make another one: CREATE DATABASE name ENCODING UTF8 TEMPLATE template0`
  }
  if (!facts.has_trigrams && !(migrates && facts.may_have_trigrams)) {
    return 'The extension pg_trgm is missing, and this start cannot create it. Install it with PostgreSQL (contrib), and let an owner of the database run: CREATE EXTENSION pg_trgm'
  }
  return undefined
}

/** Whether version, encoding, extensions and migrations are such that this build can work with them. */
async function assertFits(client: postgres.Sql, migrates: boolean): Promise<void> {
  const [facts] = (await client.unsafe(`
    SELECT current_setting('server_version_num')::integer AS version, current_setting('server_encoding') AS encoding,
      EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS has_trigrams,
      EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')
        AND has_database_privilege(current_database(), 'CREATE') AS may_have_trigrams,
      EXISTS (
        SELECT FROM pg_class JOIN pg_namespace AS schema ON schema.oid = relnamespace
        WHERE nspname = 'drizzle' AND relname = '__drizzle_migrations'
      ) AS is_migrated`)) as unknown as [DatabaseFacts]
  const unfitness = findUnfitness(facts, migrates)
  if (unfitness !== undefined) throw new UnusableDatabaseError(unfitness)
  if (!facts.is_migrated) return
  const [row] = await client.unsafe(
    'SELECT COALESCE(max(created_at), 0)::float8 AS newest FROM drizzle.__drizzle_migrations',
  )
  if ((row as unknown as { newest: number }).newest > newestMigration()) {
    throw new UnusableDatabaseError(
      'The schema of the database is of a newer version of Sourcebook. Run that version, or restore a backup that this version made.',
    )
  }
}
