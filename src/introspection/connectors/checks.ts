import type { ConnectionCheck, Connector } from './connector.ts'
import { ConnectorError, connectorError } from './connector-error.ts'

/** Runs one step of a connection test; `detail` describes its result to the user. */
export type Step = <Result>(
  name: string,
  work: () => Promise<Result>,
  detail: (result: Result) => string,
) => Promise<Result>

/** The result of listing databases, as a sentence for the user. */
export const foundDatabases = (count: number): string =>
  `Found ${count} ${count === 1 ? 'database' : 'databases'}.`

/** Runs the work without recording a check. */
export const plainStep: Step = (_name, work) => work()

/** Runs steps until one fails, and records the result and duration of each. */
export async function recordChecks(work: (step: Step) => Promise<unknown>): Promise<ConnectionCheck[]> {
  const checks: ConnectionCheck[] = []
  const step: Step = async (name, action, detail) => {
    const start = performance.now()
    const add = (status: 'passed' | 'failed', text: string) =>
      checks.push({
        name,
        status,
        detail: text,
        duration_ms: Math.round((performance.now() - start) * 10) / 10,
      })
    try {
      const result = await action()
      add('passed', detail(result))
      return result
    } catch (error) {
      // A step within this one may have recorded the failure. A driver's message may hold secrets: never show
      // it.
      if (checks.at(-1)?.status !== 'failed') add('failed', connectorError(error, {}, 'code').message)
      throw error
    }
  }
  // The last check reports the failure, even if it happened between two steps.
  await work(step).catch((error) => {
    const { message } = connectorError(error, {}, 'code')
    if (checks.at(-1)?.status !== 'failed') {
      checks.push({ name: 'read_catalog', status: 'failed', detail: message, duration_ms: 0 })
    }
  })
  return checks
}

/**
 * Wraps a connector so that it throws nothing but ConnectorError. An answer of an unexpected type, e.g. a
 * list in place of a text, makes JavaScript throw errors whose messages contain a part of the answer.
 */
export function knownErrorsOnly(connector: Connector): Connector {
  const rethrow = (error: unknown): never => {
    if (error instanceof ConnectorError) throw error
    throw new ConnectorError('server_error', {
      detail: 'The system sent an answer of an unexpected form.',
    })
  }
  return {
    ...connector,
    listDatabases: (signal) => connector.listDatabases(signal).catch(rethrow),
    async *tables(database, signal) {
      try {
        yield* connector.tables(database, signal)
      } catch (error) {
        rethrow(error)
      }
    },
    sample: (...parameters) => connector.sample(...parameters).catch(rethrow),
  }
}
