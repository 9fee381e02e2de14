import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { channel } from 'node:diagnostics_channel'
import type postgres from 'postgres'

/** A statement that was sent. */
export interface StatementMessage {
  /** The SQL, with `$1` in place of values. */
  readonly text: string
  /** Settles with the statement. */
  readonly settled: Promise<unknown>
}

/** Where statements of pools are told of, for traces: https://nodejs.org/api/diagnostics_channel.html */
export const statementChannel = channel('sourcebook.db.statement')

/** Calls a function in the asynchronous context of somebody who waits for a statement. */
export type InContext = (work: () => void) => void

const sharers = new AsyncLocalStorage<readonly InContext[]>()
const here: InContext = (work) => work()

/** Keeps the present context when somebody listens, for work that is carried out together with that of others. */
export const keepContext = (): InContext | undefined =>
  statementChannel.hasSubscribers ? AsyncResource.bind(here) : undefined

/** Does work whose statements are told of in the context of each who waits for it. */
export function sharedBy<Result>(contexts: readonly (InContext | undefined)[], work: () => Result): Result {
  const kept = contexts.filter((context) => context !== undefined)
  return kept.length === 0 ? work() : sharers.run(kept, work)
}

type Statements = Pick<postgres.Sql, 'unsafe'>
type Within = (...parameters: unknown[]) => Promise<unknown>

/**
 * Makes a client tell of its statements, and of those of its transactions; as it is when nobody listens. A statement is
 * sent when its result is asked for, and looking at it must not be that.
 */
export function tellStatements<Client extends Statements>(client: Client): Client {
  if (!statementChannel.hasSubscribers) return client
  const unsafe = client.unsafe as (text: string, ...rest: unknown[]) => Promise<unknown>
  const told: Record<string, unknown> = {
    unsafe: (text: string, ...rest: unknown[]) => {
      const query = unsafe(text, ...rest)
      const settled = new Promise((resolve, reject) => Promise.prototype.then.call(query, resolve, reject))
      const message: StatementMessage = { text, settled }
      for (const inContext of sharers.getStore() ?? [here]) inContext(() => statementChannel.publish(message))
      settled.catch(() => undefined)
      return query
    },
  }
  for (const name of ['begin', 'savepoint']) {
    const begin = Reflect.get(client, name) as Within | undefined
    if (begin === undefined) continue
    told[name] = (...parameters: unknown[]) => {
      const work = parameters.pop() as (transaction: Statements) => unknown
      return begin(...parameters, (transaction: Statements) => work(tellStatements(transaction)))
    }
  }
  return Object.assign(client, told)
}
