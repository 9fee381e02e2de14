import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createOnce } from '../../create-once.ts'

/** The name of the application's database and of the role that owns it, which is not a superuser. */
export const databaseName = 'sourcebook'

/** The role that starts and stops the server and creates the other roles. */
export const superuserName = 'postgres'

/** A demo database without private data, and the role that may read only this database. */
export const showcase = { database: 'demo_shop', user: 'demo_reader' } as const

/**
 * The content of pg_hba.conf. Only the server's user and root can enter the folder of the socket. But this
 * process can enter it too, and connects to hosts that tenants choose. So every role needs a password, which
 * tenants do not have.
 */
export const accessRules = `# Sourcebook writes this file at each start.
local all ${superuserName} scram-sha-256
local ${databaseName} ${databaseName} scram-sha-256
local ${showcase.database} ${showcase.user} scram-sha-256
`

/** The passwords by role. */
export type Passwords = Readonly<Record<typeof databaseName | typeof superuserName, string>>

/**
 * Derives the passwords of the roles from the secret in a data folder, which is created when it is missing.
 * All instances that use the same data folder get the same passwords.
 */
export async function rolePasswords(dataDirectory: string): Promise<Passwords> {
  const path = join(dataDirectory, 'postgres-secret')
  await createOnce(path, randomBytes(32).toString('base64'))
  const secret = (await readFile(path, 'utf8')).trim()
  const derive = (role: string) => createHmac('sha256', secret).update(role).digest('base64url')
  return { [databaseName]: derive(databaseName), [superuserName]: derive(superuserName) }
}

const iterations = 4096

/**
 * Computes the verifier that PostgreSQL stores for a password (RFC 5803). Statements that set a password
 * contain the verifier instead, since they may be logged.
 *
 * @param password ASCII text
 */
export function passwordVerifier(password: string, salt = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const key = (name: string) => createHmac('sha256', salted).update(name).digest()
  const storedKey = createHash('sha256').update(key('Client Key')).digest('base64')
  const serverKey = key('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

/**
 * The statements that create or correct the superuser and the role of the application. The first versions
 * created only one role, a superuser with the name of the application's role. Only another superuser can
 * rename it.
 */
export const roleStatements = (passwords: Passwords): string[] => [
  `DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE oid = 10 AND rolname = '${databaseName}') THEN
      CREATE ROLE sourcebook_upgrade SUPERUSER;
      SET SESSION AUTHORIZATION sourcebook_upgrade;
      ALTER ROLE ${databaseName} RENAME TO ${superuserName};
      SET SESSION AUTHORIZATION ${superuserName};
      DROP ROLE sourcebook_upgrade;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${databaseName}') THEN
      CREATE ROLE ${databaseName};
    END IF;
  END $$`,
  `ALTER ROLE ${superuserName} PASSWORD '${passwordVerifier(passwords[superuserName])}'`,
  `ALTER ROLE ${databaseName} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD '${passwordVerifier(passwords[databaseName])}'`,
  `REVOKE CONNECT, TEMPORARY ON DATABASE template1, postgres FROM PUBLIC`,
]

/**
 * The statements that make the application's role the owner of its database, in which they run, and of all
 * objects in it. They skip objects that belong to an extension, and sequences that belong to a column and
 * follow the owner of the table.
 */
export const ownershipStatements = [
  `ALTER DATABASE ${databaseName} OWNER TO ${databaseName}`,
  `REVOKE CONNECT, TEMPORARY ON DATABASE ${databaseName} FROM PUBLIC`,
  `DO $$ DECLARE statement text; BEGIN
    FOR statement IN
      WITH objects (rank, catalog, id, namespace, owner, kind, name) AS (
        SELECT 1, 'pg_namespace'::regclass, oid, oid, nspowner, 'SCHEMA', quote_ident(nspname)
        FROM pg_namespace
        UNION ALL
        SELECT 2, 'pg_class'::regclass, oid, relnamespace, relowner,
          CASE relkind
            WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE'
          END,
          oid::regclass::text
        FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
        UNION ALL
        SELECT 3, 'pg_proc'::regclass, oid, pronamespace, proowner, 'ROUTINE', oid::regprocedure::text
        FROM pg_proc
        UNION ALL
        SELECT 4, 'pg_type'::regclass, oid, typnamespace, typowner, 'TYPE', oid::regtype::text
        FROM pg_type WHERE typtype IN ('e', 'd', 'r')
      )
      SELECT format('ALTER %s %s OWNER TO ${databaseName}', kind, name)
      FROM objects JOIN pg_namespace n ON n.oid = namespace
      WHERE owner = 10 AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' AND NOT EXISTS (
        SELECT FROM pg_depend WHERE classid = catalog AND objid = id
          AND (deptype = 'e' OR kind = 'SEQUENCE' AND deptype IN ('a', 'i')))
      ORDER BY rank
    LOOP EXECUTE statement; END LOOP;
  END $$`,
]
