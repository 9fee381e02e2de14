import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type postgres from 'postgres'

/** Derives definitions from those that are written in files. */
export type Derive = (written: string) => string

/** Reads the definitions of functions in the order of their names; after them the derived ones, and the other triggers. */
async function readDefinitions(folder: string, derive: Derive): Promise<string[]> {
  const names = (await readdir(join(folder, 'functions'))).filter((name) => name.endsWith('.sql')).sort()
  const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8')
  const functions = await Promise.all(names.map((name) => read('functions', name)))
  return [...functions, derive(functions.join('\n')), await read('triggers.sql')].filter(
    (text) => text !== '',
  )
}

/** A function or trigger; `version` differs after each CREATE OR REPLACE. */
interface Definition {
  name: string
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

/** The definitions that were created or replaced in between. */
function newOf<Kind extends Definition>(before: readonly Definition[], after: readonly Kind[]): Kind[] {
  const known = new Set(before.map(({ version }) => version))
  return after.filter(({ version }) => !known.has(version))
}

/**
 * Installs the functions and triggers of `drizzle/functions` and `drizzle/triggers.sql` when one of them is new or has
 * another definition than the database, or when tables have changed, since triggers name the columns of their table. All
 * of them are installed then, so a database never has those of two versions. What was installed before and is no longer
 * defined is dropped.
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
  const newFunctions = newOf(functions, await readFunctions(session)).map(({ name }) => name)
  const presentTriggers = await readTriggers(session)
  const newTriggers = new Set(newOf(triggers, presentTriggers))

  // Every trigger that calls one of our functions is ours.
  const ours = new Set([...(installed?.functions ?? []), ...newFunctions])
  for (const trigger of presentTriggers) {
    if (ours.has(trigger.function) && !newTriggers.has(trigger)) {
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
