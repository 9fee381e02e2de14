import { isDeepStrictEqual } from 'node:util'
import { toIntrospectionRun } from './mapping.ts'
import type { Run, RunKey } from './repository.ts'
import type { Look } from './shared-reads.ts'

/** After this many looks without anything new a comment is sent, so that proxies keep the connection open. */
const looksBetweenComments = 30

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/** What follows a run. */
export interface Following {
  /** The run as it is at the next look. */
  look: (key: RunKey) => Promise<Look>
  /** Whether nobody is there any more to take events: they end then, as there may be nothing to tell for long. */
  isGone: () => boolean
  /** A problem by which the events end, e.g. that the token has expired. */
  problem: () => Promise<object | undefined>
}

/**
 * The progress of a run as server-sent events, until it is over or waits for a person, or is gone, or there is a problem,
 * which is then the last event. When the server closes, they end without the event that says so, and whoever follows
 * connects again by itself, to another process.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * @param first the run as it is now
 */
export async function* runEvents(first: Run, { look, problem, isGone }: Following): AsyncGenerator<string> {
  let last: unknown
  let run: Look = first
  for (let looks = 0; run !== undefined && run !== 'closing'; looks += 1) {
    // What changes by the clock alone is nothing new.
    const seen = { ...run, revision: 0 }
    if (!isDeepStrictEqual(seen, last)) {
      yield event('progress', toIntrospectionRun(run))
      looks = 0
      last = seen
    }
    if (run.status !== 'queued' && run.status !== 'running') break
    if (looks > 0 && looks % looksBetweenComments === 0) yield ': still there\n\n'
    run = await look(first)
    if (isGone()) return
    const told = await problem()
    if (told) {
      yield event('problem', told)
      return
    }
  }
  if (run !== 'closing') yield event('end', {})
}
