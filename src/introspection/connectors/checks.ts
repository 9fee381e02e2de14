import type { ConnectionCheck } from './connector.ts'
import type { ConnectorError } from './connector-error.ts'

/** Does one of the things that a connection needs; `detail` says what was found. */
export type Step = <Result>(
  name: string,
  work: () => Promise<Result>,
  detail: (result: Result) => string,
) => Promise<Result>

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
      // A step within this one may have told already.
      if (checks.at(-1)?.status !== 'failed') add('failed', (error as ConnectorError).message)
      throw error
    }
  }
  // The last check tells of the failure.
  await work(step).catch(() => undefined)
  return checks
}
