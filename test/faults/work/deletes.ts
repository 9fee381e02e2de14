import { jsonOf } from '../../hostile/requests.ts'
import type { Row } from '../stored.ts'
import type { CreateWorker } from './writer.ts'

/** Creates databases and deletes them, with retries until the deletion is acknowledged. */
export const deletes: CreateWorker = async ({ source, acknowledged }, client) => {
  let number = 0
  let id: string | undefined
  let isRepeated = false
  return {
    async step() {
      if (id === undefined) {
        number += 1
        const body = { name: `deleted ${number}`, description: 'It goes again.' }
        const made = await client.send(
          { method: 'POST', path: `${source}/databases`, body },
          { statuses: [201] },
        )
        id = made && jsonOf<Row>(made).id
        isRepeated = false
        if (id === undefined) return
      }
      const path = `${source}/databases/${id}`
      const answer = await client.send({ method: 'DELETE', path }, { statuses: [200, 204, 404] })
      if (!answer) {
        isRepeated = true
        return
      }
      const deleted = id
      id = undefined
      if (answer.status === 404 && !isRepeated) client.wrong(`${path} was not there to be deleted`)
      await client.send({ path }, { statuses: [404] })
      acknowledged.push(({ databases, layers, countChanges }) => {
        if (databases.has(deleted)) return `${deleted} was deleted and is there`
        if (layers.has(`${deleted} manual_edit`)) return `the layer of ${deleted} is there, which was deleted`
        return countChanges(deleted, 'deleted') === 1
          ? undefined
          : `${deleted} was deleted ${countChanges(deleted, 'deleted')} times according to the feed`
      })
    },
  }
}
