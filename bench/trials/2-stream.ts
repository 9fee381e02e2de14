import { columnsOfTable } from '../catalog.ts'
import type { Child } from '../child.ts'
import { fillColumns } from '../fill.ts'
import { markdownTable, megabytes, spreadText, whole } from '../markdown.ts'
import { spreadOf } from '../measurement.ts'
import { say } from '../rig.ts'
import type { Trial } from '../trial.ts'
import { columnSourceId, createOrganization } from '../world.ts'

const sizes = [100_000, 400_000]

const forms = { 'as an array': 'application/json', 'as lines': 'application/x-ndjson' }

/** Counts the items in a text by the beginning of their ids, which occurs nowhere else in them. */
const itemsIn = (text: string): number => text.split('{"id":"').length - 1

/** Reads a complete list and returns its items a second. */
async function readAll(
  { ready }: Child<string>,
  { token, accept, expected }: { token: string; accept: string; expected: number },
): Promise<number> {
  const started = performance.now()
  const response = await fetch(`${ready}/api/integration-sources/${columnSourceId}/columns`, {
    headers: { authorization: `Bearer ${token}`, accept },
  })
  if (response.status !== 200) throw new Error(`the list was answered with ${response.status}`)
  const items = itemsIn(await response.text())
  if (items !== expected) throw new Error(`the list has ${items} items instead of ${expected}`)
  return items / ((performance.now() - started) / 1000)
}

/** All columns of a source in one answer, in both formats. */
export const trial: Trial = {
  title: 'All columns of a source in one answer',
  async run(rig, { rounds }) {
    const idle = async (postgres: string) => {
      const child = await rig.startOurs(postgres)
      const peak = await child.ask<number>({ command: 'memory' })
      await child.stop()
      return peak
    }
    const rows: string[][] = []
    for (const size of sizes) {
      const postgres = await rig.createDatabase(`stream_${size}`, async (sql) => {
        await createOrganization(sql)
        say(`stream: writing ${whole(size)} columns, ${columnsOfTable} a table …`)
        await fillColumns(sql, { sourceId: columnSourceId, columns: size })
        await sql`VACUUM (ANALYZE)`
      })
      if (rows.length === 0) rows.push(['no request', '', megabytes(await idle(postgres))])
      for (const [form, accept] of Object.entries(forms)) {
        const child = await rig.startOurs(postgres)
        const rates: number[] = []
        while (rates.length < rounds) {
          rates.push(await readAll(child, { token: rig.token, accept, expected: size }))
          say(
            `stream: round ${rates.length} of ${rounds}: ${form}: ${whole(rates.at(-1) as number)} columns/s`,
          )
        }
        const peak = await child.ask<number>({ command: 'memory' })
        await child.stop()
        rows.push([`${whole(size)} columns ${form}`, spreadText(spreadOf(rates), whole), megabytes(peak)])
      }
    }
    return markdownTable(['in one answer', 'columns/s', 'peak memory of the process, MiB'], rows)
  },
}
