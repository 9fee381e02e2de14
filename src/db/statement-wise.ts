import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import type { Executor } from './client.ts'

/** Takes a connection, does the work, and gives the connection back. */
export type WithConnection = <Result>(work: (client: postgres.Sql) => Promise<Result>) => Promise<Result>

/**
 * Makes an executor that takes a connection for each statement or transaction, and holds none in between: for work that
 * waits for others on the way, e.g. for a reader of a long list.
 */
export function createStatementWiseExecutor(withConnection: WithConnection): Executor {
  const unsafe = (query: string, parameters: never[], options: postgres.UnsafeQueryOptions) => {
    let asValues = false
    // The way in which rows are wanted is said before the next microtask.
    const rows = Promise.resolve().then(() =>
      withConnection(async (client): Promise<unknown> => {
        const pending = client.unsafe(query, parameters, options)
        return asValues ? pending.values() : pending
      }),
    )
    const values = () => {
      asValues = true
      return rows
    }
    return Object.assign(rows, { values })
  }
  const client = {
    // What drizzle sets on the options of a client, it has set on those of the connections.
    options: { parsers: {}, serializers: {} },
    unsafe,
    begin: (work: (transaction: postgres.TransactionSql) => Promise<unknown>) =>
      withConnection((connection) => connection.begin(work)),
  }
  return drizzle(client as unknown as postgres.Sql)
}
