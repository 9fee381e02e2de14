import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, gunzipSync } from 'node:zlib'
import type { Sql } from 'postgres'
import { packageRoot } from '../../src/package-root.ts'

const folder = join(packageRoot, 'bench', 'relationships')

/** A sample database: its name, and a function that fills an empty PostgreSQL database with it. */
export interface SampleDatabase {
  name: string
  /** `development` databases were used to write the rules, `public` ones only to measure. */
  kind: 'development' | 'public'
  fill: (sql: Sql) => Promise<void>
}

/** Statements in the published files for psql or for a server, not for the database. */
const notForUs = /^(?:\\.*|(?:DROP|CREATE) DATABASE .*|SET default_with_oids.*)$/gm

async function fillFromFolder(sql: Sql, path: string): Promise<void> {
  const files = await readdir(path)
  if (files.includes('database.sql.gz')) {
    const text = gunzipSync(await readFile(join(path, 'database.sql.gz'))).toString('utf8')
    // The byte order mark of one of them is not SQL.
    await sql.unsafe(text.replace(/^\ufeff/, '').replace(notForUs, ''))
    return
  }
  await sql.unsafe(await readFile(join(path, 'schema.sql'), 'utf8'))
  for (const file of files.filter((name) => name.endsWith('.csv.gz'))) {
    const table = basename(file, '.csv.gz')
    const copy = await sql`COPY ${sql(table)} FROM STDIN (FORMAT csv, HEADER)`.writable()
    await pipeline(createReadStream(join(path, file)), createGunzip(), copy)
  }
  await sql.unsafe(await readFile(join(path, 'foreign-keys.sql'), 'utf8'))
}

/** The databases in the subfolders of a folder. */
async function databasesIn(path: string): Promise<SampleDatabase[]> {
  const entries = await readdir(path, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name, kind: 'public', fill: (sql) => fillFromFolder(sql, join(path, name)) }))
}

/** All sample databases, the development ones first, or those in another folder. */
export async function sampleDatabases(path?: string): Promise<SampleDatabase[]> {
  if (path !== undefined) return databasesIn(path)
  const files = await readdir(join(folder, 'development'))
  const development = files.sort().map((file): SampleDatabase => {
    const fill = async (sql: Sql) =>
      void (await sql.unsafe(await readFile(join(folder, 'development', file), 'utf8')))
    return { name: basename(file, '.sql'), kind: 'development', fill }
  })
  return [...development, ...(await databasesIn(join(folder, 'public')))]
}
