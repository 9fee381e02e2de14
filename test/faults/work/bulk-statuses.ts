import { jsonOf } from '../../hostile/requests.ts'
import type { Row } from '../stored.ts'
import { type CreateWorker, createKnown } from './writer.ts'

const relationshipsAtOnce = 10

/** Sets the status of several relationships at once: either all of them have it afterwards, or none. */
export const bulkStatuses: CreateWorker = async (world, client) => {
  const { tenant, source, acknowledged, standing } = world
  const database = await tenant.create(`${source}/databases`, { name: 'related' })
  const table = await tenant.create(`${source}/databases/${database}/tables`, { name: 'orders' })
  const ids: string[] = []
  for (let number = 0; number < relationshipsAtOnce; number += 1) {
    const column = await tenant.create(`${source}/tables/${table}/columns`, { name: `column ${number}` })
    const body = { from_column_id: column, to_table_id: table, to_column_name: `column ${number}`, score: 0 }
    ids.push(await tenant.create(`${source}/relationships`, body))
  }
  const known = createKnown('SUGGESTED 0')
  let number = 0
  let count = 0
  standing.push(({ relationships }) => {
    const own = ids.map((id) => relationships.get(id) as Row | undefined)
    const states = [...new Set(own.map((row) => `${row?.status} ${row?.score}`))]
    return states.length === 1 && known.canBe(String(states[0]))
      ? undefined
      : `relationships are ${states.join(' and ')}, not all ${known}`
  })
  return {
    async step() {
      number += 1
      const status = number % 2 === 0 ? 'REJECTED' : 'APPROVED'
      const score = (number % 1000) / 1000
      known.attempt(`${status} ${score}`)
      const answer = await client.send(
        {
          method: 'POST',
          path: '/api/integration-sources/relationships/bulk-status',
          body: { relationship_ids: ids, status, score },
        },
        { statuses: [200] },
      )
      if (!answer) return
      const { updated } = jsonOf<{ updated: number }>(answer)
      if (updated !== ids.length) client.wrong(`${updated} of ${ids.length} relationships were updated`)
      known.settle(`${status} ${score}`)
      count += 1
      const atLeast = count
      acknowledged.push(({ countChanges }) =>
        ids.every((id) => countChanges(id, 'updated') >= atLeast)
          ? undefined
          : 'the feed has not all changes of a status',
      )
    },
  }
}
