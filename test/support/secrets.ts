import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import type { Executor } from '../../src/db/client.ts'
import { loggableError } from '../../src/db/errors.ts'

/** Every row of every table as text, after the name of its table. */
export async function rowsOfEveryTable(db: Executor): Promise<string[]> {
  const tables = await db.execute<{ name: string }>(
    sql`SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace`,
  )
  const rows: string[] = []
  for (const { name } of tables) {
    const found = await db.execute<{ row: string }>(
      sql`SELECT kept::text AS row FROM ${sql.raw(name)} AS kept`,
    )
    rows.push(...found.map(({ row }) => `${name} ${row}`))
  }
  return rows
}

/** Asserts that none of these texts contains a secret of more than 20 characters, in any encoding. */
export function assertNowhere(t: Test, secret: string, places: Record<string, string>): void {
  const encodings = ['utf8', 'hex', 'base64', 'base64url'] as const
  for (const [where, text] of Object.entries(places)) {
    for (const encoding of encodings) {
      // The position within base64 shifts its digits, so only the middle is searched for.
      for (const shift of [0, 1, 2]) {
        const needle = Buffer.from(secret.slice(shift, shift + 18)).toString(encoding)
        t.notOk(text.includes(needle), `${where}, ${encoding}`)
      }
    }
  }
}

/**
 * Another app on the same database that records its output: each answer with its headers, and each line of
 * the log at the most verbose level.
 *
 * @param at the prefix of all paths, and the token of all requests
 */
export async function witnessed(
  t: Test,
  { config, db }: Pick<Parameters<typeof buildApp>[0], 'config' | 'db'>,
  { path, token }: { path: string; token: string },
) {
  const lines: string[] = []
  const seen: string[] = []
  const logger = pino(
    { level: 'trace', serializers: { err: loggableError } },
    { write: (line: string) => void lines.push(line) },
  )
  const app = await buildApp({ config, db, logger })
  t.teardown(() => app.close())
  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object | string,
    headers: Record<string, string> = {},
  ) => {
    const answer = await app.inject({
      method,
      url: `${path}${url}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(payload && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload && { payload }),
    })
    seen.push(JSON.stringify(answer.headers) + answer.body)
    return answer
  }
  return { ask, seen, lines }
}
