import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { restoreBackup } from '../../../src/backup/restore.ts'
import { writeBackup } from '../../../src/backup/write.ts'
import { openClient } from '../../../src/db/client.ts'
import { packageRoot } from '../../../src/package-root.ts'
import { jsonOf, type Request, send } from '../../hostile/requests.ts'
import { type Application, startApplication } from '../../hostile/running/application.ts'
import type { Scenario } from '../scenario.ts'
import { type Change, readChanges } from '../stored.ts'

/** The stored changes of the feed, in its order. */
async function storedIn({ connection }: Application, organizationId: string): Promise<string[]> {
  const client = openClient(connection, { max: 1 })
  try {
    const rows =
      await client`SELECT resource_id, operation FROM changes WHERE organization_id = ${organizationId}
      ORDER BY epoch, transaction_id, sequence`
    return rows.map(({ resource_id, operation }) => `${resource_id} ${operation}`)
  } finally {
    await client.end({ timeout: 5 })
  }
}

const named = (changes: readonly Change[]) => changes.map(({ id, operation }) => `${id} ${operation}`)

/** Describes the first difference of two sequences. */
const differsAt = (found: readonly string[], expected: readonly string[]) => {
  const length = Math.max(found.length, expected.length)
  for (let index = 0; index < length; index += 1)
    if (found[index] !== expected[index])
      return `change ${index} of ${found.length} is ${found[index]}, not ${expected[index]} of ${expected.length}`
  return undefined
}

/** The other server had few transactions, so the latest rows have transaction ids from its future. */
export const restore: Scenario = {
  name: 'restore',
  description: 'a backup made meanwhile is restored on another server, where the feed goes on',
  async inflict({ app, world: { tenant, source } }) {
    const { organizationId } = tenant
    const wrong: (string | undefined)[] = []
    const folder = await mkdtemp(join(tmpdir(), 'sourcebook-faults-'))
    const file = join(folder, 'backup.gz')
    const read = await readChanges(tenant)
    await writeBackup(app.connection, file, () => undefined)
    const copy = await startApplication({ folder: packageRoot, environment: {} })
    try {
      process.kill(copy.pid, 'SIGKILL')
      await copy.died
      const quiet = { tell: () => undefined, logger: { info: () => undefined } }
      await restoreBackup(copy.connection, file, { replaces: true, ...quiet })
      await copy.restart({ keep: true })
      const token = await copy.token('ORGANIZATION_ADMIN', organizationId)
      const reader = { send: (request: Request) => send(copy.url, { token, ...request }) }
      for (const { cursor } of [read[0], read.at(-1)] as Change[]) {
        const old = await reader.send({ path: `/api/changes?after=${cursor}` })
        if (old.status !== 410 || jsonOf(old).code !== 'feed_epoch_changed')
          wrong.push(`an old cursor was answered by ${old.status}: ${old.text}`)
      }
      const restored = await readChanges(reader)
      wrong.push(differsAt(named(restored), await storedIn(copy, organizationId)))
      // Nothing is ever inserted before a change that a reader has read.
      wrong.push(differsAt(named(restored.slice(0, read.length)), named(read)))
      const made: string[] = []
      for (const name of ['first', 'second']) {
        const body = { name: `${name} after the restore` }
        const answer = await reader.send({ method: 'POST', path: `${source}/databases`, body })
        made.push(`${jsonOf(answer).id} created`)
      }
      const next = await readChanges(reader, restored.at(-1)?.cursor)
      wrong.push(differsAt(named(next), made))
      wrong.push(differsAt(named(await readChanges(reader)), [...named(restored), ...made]))
    } finally {
      await copy.stop()
      await rm(folder, { recursive: true, force: true })
    }
    return wrong.flatMap((text) => (text === undefined ? [] : `after the restore: ${text}`))
  },
}
