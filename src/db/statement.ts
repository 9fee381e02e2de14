import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Executor } from './client.ts'
import { once } from './once.ts'

const dialect = new PgDialect()

/**
 * A hand-written statement that the server prepares once for each connection, also within transactions. (The
 * query builder prepares only by `.prepare(name)`, which binds the statement to one pool.) Its values are
 * named by `sql.placeholder`s.
 *
 * @returns a function that runs the statement. Its rows have the types of the driver: times and bigints are
 *   strings.
 */
export function statement<Row extends Record<string, unknown>>(
  name: string,
  query: SQL,
): (executor: Executor, values: Record<string, unknown>) => Promise<Row[]> {
  const compile = once(() => dialect.sqlToQuery(query))
  return async (executor, values) => {
    const prepared = executor._.session.prepareQuery(compile(), undefined, name, false)
    return (await prepared.execute(values)) as Row[]
  }
}
