import { columnsOfTable } from '../catalog.ts'
import type { Child } from '../child.ts'
import { fillColumns } from '../fill.ts'
import { markdownTable, megabytes, spreadText, whole } from '../markdown.ts'
import { spreadOf } from '../measurement.ts'
import { say } from '../rig.ts'
import type { Trial } from '../trial.ts'
import { columnSourceId, createOrganization } from '../world.ts'

const sizes = [100_000, 400_000]

/** Reads the whole stream and answers with its lines a second. */
async function readAll({ ready }: Child<string>, token: string, expected: number): Promise<number> {
  const started = performance.now()
  const response = await fetch(`${ready}/api/integration-sources/${columnSourceId}/columns`, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/x-ndjson' },
  })
  if (response.status !== 200 || !response.body)
    throw new Error(`the stream was answered with ${response.status}`)
  let lines = 0
  for await (const chunk of response.body) for (const byte of chunk) if (byte === 0x0a) lines += 1
  if (lines !== expected) throw new Error(`the stream has ${lines} lines instead of ${expected}`)
  return lines / ((performance.now() - started) / 1000)
}

/** All columns of a source in one answer, a line each. */
export const trial: Trial = {
  title: 'Stream of all columns of a source as NDJSON',
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
      const child = await rig.startOurs(postgres)
      const rates: number[] = []
      while (rates.length < rounds) {
        rates.push(await readAll(child, rig.token, size))
        say(`stream: round ${rates.length} of ${rounds}: ${whole(rates.at(-1) as number)} columns/s`)
      }
      const peak = await child.ask<number>({ command: 'memory' })
      await child.stop()
      rows.push([`${whole(size)} columns`, spreadText(spreadOf(rates), whole), megabytes(peak)])
    }
    return markdownTable(['in one stream', 'columns/s', 'peak memory of the process, MiB'], rows)
  },
}
