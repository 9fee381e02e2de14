import { openClient } from '../../src/db/client.ts'
import type { TestConnection } from '../database.ts'

/** Runs one statement. */
export async function query(connection: TestConnection, statement: string) {
  const client = openClient(connection, { max: 1 })
  try {
    return [...(await client.unsafe(statement))]
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** A hash of the rows of each table; without the epochs, since a restore begins one. */
export async function contentsOf(connection: TestConnection): Promise<Record<string, string>> {
  const tables = await query(
    connection,
    `SELECT relname AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'change_epochs' ORDER BY 1`,
  )
  const hashes = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await query(
        connection,
        `SELECT md5(COALESCE(string_agg(line::text, ',' ORDER BY line::text), '')) AS hash FROM "${name}" AS line`,
      )
      return [name, row?.hash]
    }),
  )
  return Object.fromEntries(hashes)
}
