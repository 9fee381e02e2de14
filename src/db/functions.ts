import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type postgres from 'postgres'

/** Derives definitions from those that are written in files. */
export type Derive = (written: string) => string

/** Reads the files of functions in the order of their names, followed by derived definitions and the file of triggers. */
async function readDefinitions(folder: string, derive: Derive): Promise<string[]> {
  const names = (await readdir(join(folder, 'functions'))).filter((name) => name.endsWith('.sql')).sort()
  const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8')
  const functions = await Promise.all(names.map((name) => read('functions', name)))
  return [...functions, derive(functions.join('\n')), await read('triggers.sql')].filter(
    (text) => text !== '',
  )
}

/** A function or trigger in the database. */
interface Definition {
  name: string
  /** Changes with each CREATE OR REPLACE, which writes a new row version and so another `ctid`. */
  version: string
}

const readFunctions = async (session: postgres.ISql) =>
  (await session.unsafe(
    'SELECT oid::regprocedure::text AS name, oid || ctid::text AS version FROM pg_proc',
  )) as unknown as Definition[]

const readTriggers = async (session: postgres.ISql) =>
  (await session.unsafe(`
    SELECT format('%I ON %s', tgname, tgrelid::regclass) AS name, oid || ctid::text AS version,
      tgfoid::regprocedure::text AS function
    FROM pg_trigger WHERE NOT tgisinternal`)) as unknown as (Definition & { function: string })[]

/** The definitions that were created or replaced between `before` and `after`. */
function installedSince<Kind extends Definition>(
  before: readonly Definition[],
  after: readonly Kind[],
): Kind[] {
  const versionsBefore = new Set(before.map(({ version }) => version))
  return after.filter(({ version }) => !versionsBefore.has(version))
}

/**
 * Installs the functions and triggers of `drizzle/functions` and `drizzle/triggers.sql` when the files
 * changed since they were last installed, or when tables changed, since triggers list the columns of their
 * table. It always installs all of them, so that a database never mixes two versions, and drops those that
 * were installed before and are no longer defined.
 *
 * @param session the transaction of the migrations, which holds their lock
 * @param options.haveTablesChanged whether a migration was applied
 * @param options.derive the definitions that follow from others; none when left out
 */
export async function installFunctions(
  session: postgres.ISql,
  folder: string,
  { haveTablesChanged, derive = () => '' }: { haveTablesChanged: boolean; derive?: Derive },
): Promise<void> {
  const definitions = await readDefinitions(folder, derive)
  const hash = createHash('sha256').update(definitions.join('\0')).digest('hex')
  await session.unsafe(
    'CREATE TABLE IF NOT EXISTS drizzle.__functions (hash text NOT NULL, functions text[] NOT NULL)',
  )
  const [installed] = (await session.unsafe(
    'SELECT hash, functions FROM drizzle.__functions',
  )) as unknown as {
    hash: string
    functions: string[]
  }[]
  if (installed?.hash === hash && !haveTablesChanged) return

  const functions = await readFunctions(session)
  const triggers = await readTriggers(session)
  for (const definition of definitions) await session.unsafe(definition)
  const newFunctions = installedSince(functions, await readFunctions(session)).map(({ name }) => name)
  const allTriggers = await readTriggers(session)
  const newTriggers = new Set(installedSince(triggers, allTriggers))

  // A trigger is ours if it calls one of our functions.
  const ourFunctions = new Set([...(installed?.functions ?? []), ...newFunctions])
  for (const trigger of allTriggers) {
    if (ourFunctions.has(trigger.function) && !newTriggers.has(trigger)) {
      await session.unsafe(`DROP TRIGGER ${trigger.name}`)
    }
  }
  const remaining = new Set(newFunctions)
  for (const name of installed?.functions ?? []) {
    if (!remaining.has(name)) await session.unsafe(`DROP FUNCTION IF EXISTS ${name}`)
  }
  await session.unsafe('DELETE FROM drizzle.__functions')
  await session.unsafe('INSERT INTO drizzle.__functions VALUES ($1, $2)', [hash, newFunctions])
}
