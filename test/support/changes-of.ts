import { setTimeout as sleep } from 'node:timers/promises'
import type { build } from '../helper.ts'

/** The compared fields of a change. */
export interface Change {
  id: string
  changed_fields: string[]
}

/**
 * The changes of an organization, once they include the expected ones: the feed shows a change when every
 * transaction that began before it has ended, also those of other tests on the same server.
 */
export async function changesOf(
  call: Awaited<ReturnType<typeof build>>['call'],
  token: string,
  isComplete: (changes: Change[]) => boolean,
): Promise<Change[]> {
  for (;;) {
    const answer = await call('listChanges', { token, query: { limit: 1000 } })
    if (isComplete(answer.json())) return answer.json()
    await sleep(20)
  }
}
