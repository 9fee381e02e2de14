import { setTimeout as sleep } from 'node:timers/promises'
import type { build } from '../helper.ts'

/** What a test looks at of a change. */
export interface Change {
  id: string
  changed_fields: string[]
}

/**
 * The changes of an organization as soon as those that are waited for are among them: a change is told when every
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
