import type { ConnectionCheck, Connector } from './connector.ts'
import { ConnectorError, connectorError } from './connector-error.ts'

/** Does one of the things that a connection needs; `detail` says what was found. */
export type Step = <Result>(
  name: string,
  work: () => Promise<Result>,
  detail: (result: Result) => string,
) => Promise<Result>

/** What a listing of databases has found, for people. */
export const foundDatabases = (count: number): string =>
  `Found ${count} ${count === 1 ? 'database' : 'databases'}.`

/** Does the work and nothing else. */
export const plainStep: Step = (_name, work) => work()

/** Does things in steps until one fails, and tells of each how it went and how long it took. */
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
      // A step within this one may have told already. What a driver says may hold anything, so it is never told.
      if (checks.at(-1)?.status !== 'failed') add('failed', connectorError(error, {}, 'code').message)
      throw error
    }
  }
  // The last check tells of the failure, also of one between two steps.
  await work(step).catch((error) => {
    const { message } = connectorError(error, {}, 'code')
    if (checks.at(-1)?.status !== 'failed') {
      checks.push({ name: 'read_catalog', status: 'failed', detail: message, duration_ms: 0 })
    }
  })
  return checks
}

/**
 * A connector that throws nothing but ConnectorError, whatever a system answers: a list where a text was asked for
 * makes JavaScript throw errors whose messages hold a part of the answer.
 */
export function knownErrorsOnly(connector: Connector): Connector {
  const known = (error: unknown): never => {
    if (error instanceof ConnectorError) throw error
    throw new ConnectorError('server_error', {
      detail: 'The system answered with something else than was asked for.',
    })
  }
  return {
    ...connector,
    listDatabases: (signal) => connector.listDatabases(signal).catch(known),
    async *tables(database, signal) {
      try {
        yield* connector.tables(database, signal)
      } catch (error) {
        known(error)
      }
    },
    sample: (...given) => connector.sample(...given).catch(known),
  }
}
