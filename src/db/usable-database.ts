import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { type ConnectionOptions, openClient, sessionOfRequests } from './client.ts'
import { databaseErrorCode, isDatabaseUnavailable } from './errors.ts'
import { newestMigration } from './migrate.ts'

/** The database cannot be used. The message tells the operator what to do. */
export class UnusableDatabaseError extends Error {
  override readonly name = 'UnusableDatabaseError'
}

/** PostgreSQL 15 as `server_version_num`. */
const oldestVersion = 150_000

/** Milliseconds between attempts to connect. */
const attemptInterval = 500
/** Milliseconds between log messages about failed attempts. */
const logInterval = 10_000

/** The messages for errors that do not go away by waiting, by SQLSTATE. */
const refusals: Readonly<Record<string, string>> = {
  '28P01':
    'PostgreSQL refuses the password of DATABASE_URL. Correct it there, or set it: ALTER ROLE name PASSWORD …',
  '28000':
    'PostgreSQL refuses the user of DATABASE_URL. Correct it there, create it, or let it in by pg_hba.conf.',
  '3D000':
    'The database of DATABASE_URL does not exist; create it: CREATE DATABASE name ENCODING UTF8 TEMPLATE template0',
  '42P01':
    'The database of DATABASE_URL does not have the tables of this version. Create them: npm run db:migrate',
  '42501': 'The role of DATABASE_URL lacks privileges; see "Roles" in docs/operation.md.',
}

const pooledByTransaction =
  'DATABASE_URL leads to a pooler in transaction mode, which supports neither session locks nor prepared statements. Set pool_mode = session in PgBouncer, or connect to PostgreSQL directly.'

const pooledWithoutSettings =
  'PgBouncer refuses settings of the session. Set ignore_startup_parameters = jit, statement_timeout, lock_timeout, idle_in_transaction_session_timeout in pgbouncer.ini, and set them for the role; see "PgBouncer" in docs/operation.md.'

/**
 * Turns an error that only the operator can correct into an UnusableDatabaseError; returns other errors
 * unchanged.
 */
export function explainRefusal(error: unknown): unknown {
  const refusal = refusals[databaseErrorCode(error)]
  if (refusal !== undefined) return new UnusableDatabaseError(refusal)
  // PgBouncer reports this as a protocol violation, which `isDatabaseUnavailable` takes for a temporary
  // failure.
  if (/unsupported startup parameter/.test(String((error as Error).message))) {
    return new UnusableDatabaseError(pooledWithoutSettings)
  }
  return error
}

export interface UsableDatabaseOptions {
  /** How long to wait for a database that cannot be reached, in seconds. */
  patienceSeconds: number
  /** Whether this start migrates the schema, and so may create a missing extension. */
  migrates: boolean
  logger: { info(details: object, message: string): void; warn(details: object, message: string): void }
}

/**
 * Waits until the database can be reached, and checks that this build can use it.
 *
 * @throws UnusableDatabaseError
 */
export async function awaitUsableDatabase(
  connection: ConnectionOptions,
  { patienceSeconds, migrates, logger }: UsableDatabaseOptions,
): Promise<void> {
  // Two sessions, to detect a pooler that shares one connection between them. `fetch_types` would add a query
  // of its own.
  const open = () =>
    openClient(connection, {
      max: 1,
      idle_timeout: 0,
      fetch_types: false,
      connection: { jit: 'off', ...sessionOfRequests },
    })
  const clients = [open(), open()] as const
  try {
    await waitUntilReachable(clients[0], patienceSeconds, logger)
    await assertOwnSessions(clients)
    await assertFits(clients[0], migrates)
  } catch (error) {
    throw explainRefusal(error)
  } finally {
    await Promise.all(clients.map((client) => client.end({ timeout: 1 })))
  }
}

async function waitUntilReachable(
  client: postgres.Sql,
  patienceSeconds: number,
  logger: UsableDatabaseOptions['logger'],
): Promise<void> {
  const { host, port } = client.options
  const address = `${host}:${port}`
  const startedAt = Date.now()
  let loggedAt = 0
  for (;;) {
    try {
      await client.unsafe('SELECT 1')
      if (loggedAt > 0) logger.info({}, 'PostgreSQL is available')
      return
    } catch (error) {
      const explained = explainRefusal(error)
      if (explained !== error || !isDatabaseUnavailable(error)) throw explained
      const code = databaseErrorCode(error)
      const waited = (Date.now() - startedAt) / 1000
      if (waited >= patienceSeconds) {
        throw new UnusableDatabaseError(
          `PostgreSQL at ${address} could not be reached within ${patienceSeconds} seconds (${code}). Start it, or correct DATABASE_URL. DATABASE_WAIT_SECONDS sets how long a start waits.`,
        )
      }
      if (Date.now() - loggedAt >= logInterval) {
        loggedAt = Date.now()
        logger.warn({ code, address, patienceSeconds }, 'waiting for PostgreSQL')
      }
      await sleep(attemptInterval)
    }
  }
}

/**
 * Checks that each of two open sessions keeps its own server process, which a pooler in transaction mode does
 * not do.
 */
async function assertOwnSessions([one, other]: readonly [postgres.Sql, postgres.Sql]): Promise<void> {
  const pids: number[] = []
  for (const client of [one, one, other, one, other]) {
    const [row] = await client.unsafe('SELECT pg_backend_pid() AS pid')
    pids.push((row as unknown as { pid: number }).pid)
  }
  const [first, ...rest] = pids
  const areOwn = rest[0] === first && rest[2] === first && rest[1] === rest[3] && rest[1] !== first
  if (!areOwn) throw new UnusableDatabaseError(pooledByTransaction)
}

export interface DatabaseFacts {
  /** The version of PostgreSQL as `server_version_num`. */
  version: number
  encoding: string
  has_trigrams: boolean
  may_have_trigrams: boolean
  is_migrated: boolean
}

/**
 * Returns a message for the operator about the first unmet requirement; undefined when all are met.
 *
 * @param migrates whether this start may create a missing extension
 */
export function findUnfitness(
  facts: Omit<DatabaseFacts, 'is_migrated'>,
  migrates: boolean,
): string | undefined {
  if (facts.version < oldestVersion) {
    return `PostgreSQL 15 or newer is needed; this one is ${Math.floor(facts.version / 10_000)}.`
  }
  if (facts.encoding !== 'UTF8') {
    return `The database has the encoding ${facts.encoding}, but UTF8 is needed. Create another one: CREATE DATABASE name ENCODING UTF8 TEMPLATE template0`
  }
  if (!facts.has_trigrams && !(migrates && facts.may_have_trigrams)) {
    return 'The extension pg_trgm is missing, and this start cannot create it. Install the contrib modules of PostgreSQL, then run as the owner of the database: CREATE EXTENSION pg_trgm'
  }
  return undefined
}

/** Checks the version, encoding, extensions and migrations of the database. */
async function assertFits(client: postgres.Sql, migrates: boolean): Promise<void> {
  const [facts] = (await client.unsafe(`
    SELECT
      current_setting('server_version_num')::integer AS version,
      current_setting('server_encoding') AS encoding,
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
      'The schema of the database belongs to a newer version of Sourcebook. Run that version, or restore a backup that this version wrote.',
    )
  }
}
