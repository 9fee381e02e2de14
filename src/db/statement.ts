import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Executor } from './client.ts'
import { once } from './once.ts'

const dialect = new PgDialect()

/**
 * A statement of our own SQL that the server prepares once a connection, also inside of transactions. (The builder
 * is only prepared through `.prepare(name)`, and then belongs to the pool.) Values are given by the names of
 * `sql.placeholder`s.
 *
 * @returns a function that runs it; its rows are as the driver gives them: times as text, bigints as strings
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
