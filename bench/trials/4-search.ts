import { fillColumns } from '../fill.ts'
import { loadHttp } from '../http-load.ts'
import { markdownTable, spreadText, whole } from '../markdown.ts'
import { type Measurement, spreadOf } from '../measurement.ts'
import { say } from '../rig.ts'
import type { Trial } from '../trial.ts'
import { columnSourceId, createOrganization } from '../world.ts'

const columns = 100_000

const queries: Record<string, string> = {
  'the name of one table': 'orders_00042',
  'the beginning of a name that a thousand columns have': 'customer em',
  'two words that a thousand names have': 'email customer',
  'words of 30,000 descriptions': 'sentence people write',
  'a misspelt name': 'custmer emial',
}

/** Searches of several kinds in one catalog. */
export const trial: Trial = {
  title: `Search in ${whole(columns)} columns`,
  async run(rig, { rounds, seconds, connections }) {
    say(`search: writing ${whole(columns)} columns …`)
    const postgres = await rig.createDatabase('search', async (sql) => {
      await createOrganization(sql)
      await fillColumns(sql, { sourceId: columnSourceId, columns })
      await sql`VACUUM (ANALYZE)`
    })
    const child = await rig.startOurs(postgres)
    const rows: string[][] = []
    for (const [title, query] of Object.entries(queries)) {
      const path = `/api/integration-sources/search?q=${encodeURIComponent(query)}`
      const load = (seconds: number) =>
        loadHttp({
          child,
          scenario: { title, status: 200, request: () => ({ method: 'GET', path }) },
          connections,
          seconds,
          token: rig.token,
          nextNumber: () => 0,
        })
      await load(1)
      const done: Measurement[] = []
      while (done.length < rounds) done.push(await load(seconds))
      const median = (figure: 'p50' | 'p99') => spreadOf(done.map((round) => round[figure])).median.toFixed(1)
      const rates = spreadOf(done.map((round) => round.requestsPerSecond))
      rows.push([title, `\`${query}\``, spreadText(rates, whole), median('p50'), median('p99')])
      say(`search: ${title}: ${whole(rates.median)}/s`)
    }
    await child.stop()
    return markdownTable(['', 'query', 'requests/s', 'p50 ms', 'p99 ms'], rows, 2)
  },
}
