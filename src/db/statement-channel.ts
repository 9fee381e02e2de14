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

/** Publishes the statements of pools, for traces: https://nodejs.org/api/diagnostics_channel.html */
export const statementChannel = channel('sourcebook.db.statement')

/** Calls a function in the asynchronous context of a caller that waits for a statement. */
export type InContext = (work: () => void) => void

const sharingContexts = new AsyncLocalStorage<readonly InContext[]>()
const currentContext: InContext = (work) => work()

/**
 * Captures the current context if the channel has subscribers, for work that is batched with that of other
 * callers.
 */
export const keepContext = (): InContext | undefined =>
  statementChannel.hasSubscribers ? AsyncResource.bind(currentContext) : undefined

/** Runs batched work, whose statements are published in the context of each caller that waits for it. */
export function sharedBy<Result>(contexts: readonly (InContext | undefined)[], work: () => Result): Result {
  const captured = contexts.filter((context) => context !== undefined)
  return captured.length === 0 ? work() : sharingContexts.run(captured, work)
}

type Statements = Pick<postgres.Sql, 'unsafe'>
type Within = (...parameters: unknown[]) => Promise<unknown>

/**
 * Makes a client publish its statements and those of its transactions. Does nothing if the channel has no
 * subscribers. A query of the driver is sent when its own `then` is called, so its result is observed by
 * `Promise.prototype.then` instead.
 */
export function tellStatements<Client extends Statements>(client: Client): Client {
  if (!statementChannel.hasSubscribers) return client
  const unsafe = client.unsafe as (text: string, ...rest: unknown[]) => Promise<unknown>
  const overrides: Record<string, unknown> = {
    unsafe: (text: string, ...rest: unknown[]) => {
      const query = unsafe(text, ...rest)
      const settled = new Promise((resolve, reject) => Promise.prototype.then.call(query, resolve, reject))
      const message: StatementMessage = { text, settled }
      for (const inContext of sharingContexts.getStore() ?? [currentContext]) {
        inContext(() => statementChannel.publish(message))
      }
      settled.catch(() => undefined)
      return query
    },
  }
  for (const name of ['begin', 'savepoint']) {
    const begin = Reflect.get(client, name) as Within | undefined
    if (begin === undefined) continue
    overrides[name] = (...parameters: unknown[]) => {
      const work = parameters.pop() as (transaction: Statements) => unknown
      return begin(...parameters, (transaction: Statements) => work(tellStatements(transaction)))
    }
  }
  return Object.assign(client, overrides)
}
