import { jsonOf } from '../../hostile/requests.ts'
import type { Row } from '../stored.ts'
import { type CreateWorker, createKnown } from './writer.ts'

/** Updates one database, each time from the state that it has read. */
export const updates: CreateWorker = async (world, client) => {
  const { tenant, source, acknowledged, standing } = world
  let number = 0
  const text = () => `Update ${number}.`
  const id = await tenant.create(`${source}/databases`, { name: 'updated', description: text() })
  const path = `${source}/databases/${id}`
  const known = createKnown(text())
  let etag = String((await tenant.send({ path })).headers.etag)
  let count = 0
  standing.push(({ databases, layers }) => {
    const description = String(databases.get(id)?.description)
    if (!known.canBe(description))
      return `the updated database says ${JSON.stringify(description)}, not ${known}`
    return layers.get(`${id} manual_edit`) === description ? undefined : 'the layer of an update is not there'
  })

  const read = async () => {
    const answer = await client.send({ path }, { statuses: [200] })
    if (!answer) return
    const description = String(jsonOf<Row>(answer).description)
    if (!known.canBe(description)) client.wrong(`An updated database says ${description}, not ${known}`)
    etag = String(answer.headers.etag)
  }
  return {
    async step() {
      if (known.isUncertain()) await read()
      number += 1
      const description = text()
      known.attempt(description)
      const answer = await client.send(
        {
          method: 'PUT',
          path,
          headers: { 'if-match': etag },
          body: { description, description_source: 'manual_edit', priority: number },
        },
        { statuses: [200, 412] },
      )
      // The ETag was older than a write with an unknown outcome.
      if (!answer || answer.status === 412) return
      const row = jsonOf<Row>(answer)
      if (row.description !== description || row.priority !== number)
        client.wrong(`An update to ${description} was answered by ${answer.text}`)
      known.settle(description)
      etag = String(answer.headers.etag)
      count += 1
      const atLeast = count
      acknowledged.push(({ countChanges }) =>
        countChanges(id, 'updated') >= atLeast
          ? undefined
          : `the feed has ${countChanges(id, 'updated')} of at least ${atLeast} updates`,
      )
    },
  }
}
