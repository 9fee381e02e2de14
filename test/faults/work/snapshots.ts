import { jsonOf } from '../../hostile/requests.ts'
import { type CreateWorker, createKnown } from './writer.ts'

const tablesOfSnapshot = 30

/** Writes all tables of one database again and again. They are always those of one snapshot, never of two. */
export const snapshots: CreateWorker = async (world, client) => {
  const { tenant, source, acknowledged, standing } = world
  const id = await tenant.create(`${source}/databases`, { name: 'snapshots' })
  const known = createKnown('nothing')
  let generation = 0
  let count = 0

  standing.push(({ tables, countChanges }) => {
    const own = [...tables.values()].filter((table) => table.database_id === id)
    const stored = [...new Set(own.map((table) => `${table.row_count} ${table.description}`))]
    if (stored.length > 1) return `the tables of a snapshot are half of one and half of another: ${stored}`
    if (stored.length === 1 && own.length !== tablesOfSnapshot)
      return `${own.length} of ${tablesOfSnapshot} tables of a snapshot are there`
    const state = stored[0] ?? 'nothing'
    if (!known.canBe(state)) return `the tables of a snapshot are ${state}, not ${known}`
    const lacking = own.find((table) => countChanges(table.id, 'updated') < count - 1)
    return lacking && `the feed has not all changes of ${lacking.id} by ${count} snapshots`
  })
  return {
    async step() {
      generation += 1
      const description = `Snapshot ${generation}.`
      const state = `${generation} ${description}`
      known.attempt(state)
      const body = Array.from({ length: tablesOfSnapshot }, (_, number) => ({
        schema_name: 'public',
        name: `table ${number}`,
        row_count: generation,
        description,
        description_source: 'information_schema',
        columns: [{ name: 'id', description }, { name: 'other' }],
      }))
      const answer = await client.send(
        { method: 'PUT', path: `${source}/databases/${id}/snapshot`, body },
        { statuses: [200] },
      )
      if (!answer) return
      const { lines, failed } = jsonOf<{ lines: number; failed: number }>(answer)
      if (lines !== tablesOfSnapshot || failed !== 0)
        client.wrong(`A snapshot was answered by ${answer.text.slice(0, 300)}`)
      known.settle(state)
      count += 1
      acknowledged.push(({ tables }) =>
        [...tables.values()].some(
          (table) => table.database_id === id && Number(table.row_count) >= generation,
        )
          ? undefined
          : `the tables of a snapshot are not there`,
      )
    },
  }
}
