import { isDeepStrictEqual } from 'node:util'
import { toIntrospectionRun } from './mapping.ts'
import type { Run, RunKey } from './repository.ts'
import type { SharedRead } from './shared-reads.ts'

/** After this many reads without a change a comment is sent, so that proxies keep the connection open. */
const readsBetweenComments = 30

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/** The state of a follower and of the run that it follows. */
export interface Following {
  /** Reads the run again. */
  read: (key: RunKey) => Promise<SharedRead>
  /** Whether the client has disconnected. The events end then, since the next write may not come for long. */
  isGone: () => boolean
  /** A problem that ends the events, e.g. an expired token. */
  problem: () => Promise<object | undefined>
}

/**
 * The progress of a run as server-sent events. They end when the run is over, is deleted or waits for an
 * approval. A problem ends them, too, and is the last event. When the server closes, they stop without an
 * `end` event, so that the client reconnects, to another process.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * @param first the present state of the run
 */
export async function* runEvents(first: Run, { read, problem, isGone }: Following): AsyncGenerator<string> {
  let last: unknown
  let run: SharedRead = first
  for (let reads = 0; run !== undefined && run !== 'closing'; reads += 1) {
    // A new revision alone is not a change.
    const current = { ...run, revision: 0 }
    if (!isDeepStrictEqual(current, last)) {
      yield event('progress', toIntrospectionRun(run))
      reads = 0
      last = current
    }
    if (run.status !== 'queued' && run.status !== 'running') break
    if (reads > 0 && reads % readsBetweenComments === 0) yield ': still there\n\n'
    run = await read(first)
    if (isGone()) return
    const found = await problem()
    if (found) {
      yield event('problem', found)
      return
    }
  }
  if (run !== 'closing') yield event('end', {})
}
