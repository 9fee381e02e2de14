import type { Child } from '../child.ts'
import { columnId, fillColumns } from '../fill.ts'
import { loadHttp } from '../http-load.ts'
import { markdownTable, spreadText, whole } from '../markdown.ts'
import { type Measurement, spreadOf } from '../measurement.ts'
import { type Rig, say } from '../rig.ts'
import type { Trial } from '../trial.ts'
import { columnSourceId, createOrganization } from '../world.ts'

const few = 10_000
const many = 1_000_000
/** Columns in a page: so few that both catalogs have a thousandth page. */
const pageSize = 10

interface Place {
  child: Child<string>
  /** The path of the request. */
  paths: Record<string, (number: number) => string>
}

const list = `/api/integration-sources/${columnSourceId}/columns`

/** Follows the links of a list to the page behind this many columns, with large pages. */
async function pathBehind(url: string, token: string, columns: number): Promise<string> {
  const pageAt = (cursor: string, limit: number) =>
    `${list}?limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
  let cursor = ''
  for (let left = columns; left > 0; left -= 1000) {
    const path = `${pageAt(cursor, Math.min(left, 1000))}&fields=id`
    const response = await fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } })
    await response.arrayBuffer()
    const [, next] = /<([^>]+)>/.exec(response.headers.get('link') ?? '') ?? []
    if (!next) throw new Error(`there is no page behind ${columns - left + 1000} columns`)
    cursor = String(new URL(next, url).searchParams.get('cursor'))
  }
  return pageAt(cursor, pageSize)
}

async function prepare(rig: Rig, columns: number): Promise<Place> {
  say(`depth: writing ${whole(columns)} columns …`)
  const postgres = await rig.createDatabase(`depth_${columns}`, async (sql) => {
    await createOrganization(sql)
    await fillColumns(sql, { sourceId: columnSourceId, columns })
    await sql`VACUUM (ANALYZE)`
  })
  const child = await rig.startOurs(postgres)
  const thousandth = await pathBehind(child.ready, rig.token, 999 * pageSize)
  const paths: Place['paths'] = {
    'get a column': (number) =>
      `/api/integration-sources/${columnSourceId}/columns/${columnId((number * 7919) % columns)}`,
    'first page': () => `${list}?limit=${pageSize}`,
    'thousandth page': () => thousandth,
  }
  if (columns === many) {
    say('depth: walking to the end …')
    const last = await pathBehind(child.ready, rig.token, many - 1000)
    paths[`page behind ${whole(many - 1000)} columns`] = () => last
  }
  return { child, paths }
}

/** The same requests to a small and to a large catalog, in turn. */
export const trial: Trial = {
  title: `Pages of ${pageSize} columns with ${whole(few)} and with ${whole(many)} columns in one source`,
  async run(rig, { rounds, seconds, connections }) {
    const small = await prepare(rig, few)
    const large = await prepare(rig, many)
    let number = 0
    const load = ({ child, paths }: Place, title: string, seconds: number) =>
      loadHttp({
        child,
        scenario: {
          title,
          status: 200,
          request: (next) => ({ method: 'GET', path: (paths[title] as (next: number) => string)(next) }),
        },
        connections,
        seconds,
        token: rig.token,
        nextNumber: () => number++,
      })
    const rows: string[][] = []
    for (const title of Object.keys(large.paths)) {
      // The deepest page exists in one catalog only, and is compared with the thousandth.
      const before = title in small.paths ? title : 'thousandth page'
      await load(small, before, 1)
      await load(large, title, 1)
      const done: { few: Measurement; many: Measurement }[] = []
      while (done.length < rounds) {
        const forward = done.length % 2 === 0
        const first = forward ? await load(small, before, seconds) : undefined
        const inMany = await load(large, title, seconds)
        done.push({ few: first ?? (await load(small, before, seconds)), many: inMany })
        say(`depth: ${title}: round ${done.length} of ${rounds}`)
      }
      const rates = (which: 'few' | 'many') =>
        spreadText(spreadOf(done.map((round) => round[which].requestsPerSecond)), whole)
      const ratio = spreadOf(done.map((round) => round.many.requestsPerSecond / round.few.requestsPerSecond))
      rows.push([title, rates('few'), rates('many'), spreadText(ratio, (share) => share.toFixed(2))])
    }
    await small.child.stop()
    await large.child.stop()
    return markdownTable(
      ['', `requests/s with ${whole(few)}`, `requests/s with ${whole(many)}`, 'rate with many ÷ with few'],
      rows,
    )
  },
}
