import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { toIntrospectionRun } from './mapping.ts'
import type { RunKey, RunRepository } from './repository.ts'

/** How often a run is looked at for its followers, in milliseconds. */
const usualInterval = 500
/** After this many looks without anything new a comment is sent, so that proxies keep the connection open. */
const looksBetweenComments = 30

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/**
 * The progress of a run as server-sent events, until it is over or waits for a person, or is gone. When the server
 * closes, they end without the event that says so, and whoever follows connects again by itself, to another process.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* runEvents(
  runs: RunRepository,
  key: RunKey,
  closing: AbortSignal,
  interval = usualInterval,
): AsyncGenerator<string> {
  let last: unknown
  for (let looks = 0; ; looks += 1) {
    const run = await runs.get(key)
    if (!run) break
    // What changes by the clock alone is nothing new.
    const seen = { ...run, revision: 0 }
    if (!isDeepStrictEqual(seen, last)) {
      yield event('progress', toIntrospectionRun(run))
      looks = 0
      last = seen
    }
    if (run.status !== 'queued' && run.status !== 'running') break
    if (looks > 0 && looks % looksBetweenComments === 0) yield ': still there\n\n'
    const isClosing = await sleep(interval, false, { ref: false, signal: closing }).catch(() => true)
    if (isClosing) return
  }
  yield event('end', {})
}
