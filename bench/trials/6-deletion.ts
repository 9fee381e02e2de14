import { setTimeout as sleep } from 'node:timers/promises'
import { fillColumns } from '../fill.ts'
import { markdownTable, whole } from '../markdown.ts'
import { say } from '../rig.ts'
import type { Trial } from '../trial.ts'
import { columnSourceId, createOrganization } from '../world.ts'

const sizes = [10_000, 100_000, 1_000_000]
/** The interval at which transactions are checked, in milliseconds. */
const lookInterval = 5

/** Deletes a source, and measures the answer and the deletion of its rows. */
export const trial: Trial = {
  title: 'Deletion of a source',
  async run(rig) {
    const rows: string[][] = []
    for (const size of sizes) {
      const postgres = await rig.createDatabase(`deletion_${size}`, async (sql) => {
        await createOrganization(sql)
        say(`deletion: writing ${whole(size)} columns …`)
        await fillColumns(sql, { sourceId: columnSourceId, columns: size })
        await sql`VACUUM (ANALYZE)`
      })
      const outside = await rig.connect(postgres)
      const child = await rig.startOurs(postgres)
      let longest = 0
      const started = performance.now()
      const answered = fetch(`${child.ready}/api/integration-sources/${columnSourceId}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${rig.token}` },
      }).then(({ status }) => {
        if (status !== 200) throw new Error(`the deletion was answered with ${status}`)
        return performance.now() - started
      })
      for (let left = true; left; await sleep(lookInterval)) {
        const [look] = await outside`
          SELECT COALESCE(max(extract(epoch FROM clock_timestamp() - xact_start)) * 1000, 0)::float8 AS milliseconds,
            EXISTS (SELECT FROM integration_sources WHERE id = ${columnSourceId}) AS is_there
          FROM pg_stat_activity
          WHERE backend_xid IS NOT NULL AND backend_type = 'client backend' AND datname = current_database()`
        longest = Math.max(longest, look?.milliseconds)
        left = look?.is_there
      }
      const total = performance.now() - started
      rows.push([`${whole(size)} columns`, whole(await answered), whole(total), whole(longest)])
      say(`deletion: ${rows.at(-1)}`)
      await child.stop()
      await outside.end()
    }
    return markdownTable(
      ['in the source', 'answered after ms', 'all rows gone after ms', 'longest transaction, ms'],
      rows,
    )
  },
}
