import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import type { Executor } from './client.ts'

/** Runs work on a connection, and releases the connection afterwards. */
export type WithConnection = <Result>(work: (client: postgres.Sql) => Promise<Result>) => Promise<Result>

/**
 * Creates an executor that acquires a connection for each statement or transaction, and holds none in
 * between. For work that waits between statements, e.g. for the client that reads a long list.
 */
export function createStatementWiseExecutor(withConnection: WithConnection): Executor {
  const unsafe = (query: string, parameters: never[], options: postgres.UnsafeQueryOptions) => {
    let asValues = false
    // drizzle calls `values` synchronously, if at all, so it is known in the next microtask.
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
    // drizzle sets parsers on the options of a client; on those of the real connections it has already done
    // so.
    options: { parsers: {}, serializers: {} },
    unsafe,
    begin: (work: (transaction: postgres.TransactionSql) => Promise<unknown>) =>
      withConnection((connection) => connection.begin(work)),
  }
  return drizzle(client as unknown as postgres.Sql)
}
