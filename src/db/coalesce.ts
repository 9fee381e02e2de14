import { isConnectFailure } from './errors.ts'
import { type InContext, keepContext, sharedBy } from './statement-channel.ts'

/** How calls are put together: at most `maximumBatch` a statement, at most `concurrency` statements at once. */
export interface CoalesceOptions {
  maximumBatch: number
  concurrency: number
}

interface Waiting<Input, Outcome> {
  input: Input
  context: InContext | undefined
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/**
 * Turns a set-based function into one for single inputs, which gathers the calls that come while earlier ones are
 * under way. A call alone is carried out at once and pays nothing; under load sixty-four cost little more than one,
 * because they share the round trip and the commit. Each call still gets its own outcome.
 *
 * @param run answers with one outcome an input, in the same order; when it rejects, every call of the batch does, and
 *   when it had no connection, every call that waits
 */
export function coalesce<Input, Outcome>(
  run: (inputs: Input[]) => Promise<Outcome[]>,
  { maximumBatch, concurrency }: CoalesceOptions,
): (input: Input) => Promise<Outcome> {
  const queue: Waiting<Input, Outcome>[] = []
  let running = 0

  const start = async (): Promise<void> => {
    running += 1
    while (queue.length > 0) {
      const batch = queue.splice(0, maximumBatch)
      try {
        const outcomes = await sharedBy(
          batch.map(({ context }) => context),
          () => run(batch.map(({ input }) => input)),
        )
        for (const [position, { resolve }] of batch.entries()) resolve(outcomes[position] as Outcome)
      } catch (error) {
        // Without a connection, each batch would only wait for an attempt of its own.
        const failed = isConnectFailure(error) ? batch.concat(queue.splice(0)) : batch
        for (const { reject } of failed) reject(error)
      }
    }
    running -= 1
  }

  return (input) =>
    new Promise((resolve, reject) => {
      queue.push({ input, context: keepContext(), resolve, reject })
      // The batch begins after the events at hand, so that requests that arrived together travel together.
      if (running < concurrency) setImmediate(() => running < concurrency && queue.length > 0 && void start())
    })
}
