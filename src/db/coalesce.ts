import { isConnectFailure } from './errors.ts'
import { type InContext, keepContext, sharedBy } from './statement-channel.ts'

export interface CoalesceOptions {
  /** The largest number of calls in one batch. */
  maximumBatch: number
  /** The largest number of batches that run at once. */
  concurrency: number
}

interface Waiting<Input, Outcome> {
  input: Input
  context: InContext | undefined
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/**
 * Turns a function for many inputs into one for a single input. Calls that arrive while batches are running
 * are queued and run as the next batch. A single call runs at once and at no extra cost. Under load 64 calls
 * cost little more than one, because they share the round trip and the commit. Each call still gets its own
 * outcome.
 *
 * @param run returns one outcome for each input, in the same order. When it rejects, every call of the batch
 *   rejects; when it could not connect, every queued call, too.
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
        // Otherwise each queued batch would wait for its own attempt to connect.
        const failed = isConnectFailure(error) ? batch.concat(queue.splice(0)) : batch
        for (const { reject } of failed) reject(error)
      }
    }
    running -= 1
  }

  return (input) =>
    new Promise((resolve, reject) => {
      queue.push({ input, context: keepContext(), resolve, reject })
      // The batch starts after the pending events, so that requests that arrived together share it.
      if (running < concurrency) setImmediate(() => running < concurrency && queue.length > 0 && void start())
    })
}
