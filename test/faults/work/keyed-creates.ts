import { randomUUID } from 'node:crypto'
import { jsonOf } from '../../hostile/requests.ts'
import type { Row } from '../stored.ts'
import { differs } from '../world.ts'
import type { CreateWorker } from './writer.ts'

/** Creates with an Idempotency-Key, retries until it is acknowledged, and repeats it once more. */
export const keyedCreates: CreateWorker = async ({ source, known, acknowledged }, client) => {
  let number = 0
  let request = next()

  function next() {
    number += 1
    return {
      method: 'POST',
      path: `${source}/databases`,
      headers: { 'idempotency-key': randomUUID() },
      body: { name: `keyed ${number}`, description: `The text of key ${number}.` },
    }
  }
  return {
    async step() {
      const answer = await client.send(request, { statuses: [201, 409] })
      if (!answer) return
      const row = jsonOf<Row & { code?: string }>(answer)
      // The first request may still be running.
      if (answer.status === 409 && row.code === 'idempotency_in_progress') return
      if (answer.status === 409) client.wrong(`A repeated create was not replayed: ${answer.text}`)
      else {
        known.set(row.id, row)
        acknowledged.push(({ databases, countChanges }) =>
          countChanges(row.id, 'created') === 1
            ? differs('a database created with a key', row, databases.get(row.id))
            : `${row.id} was created ${countChanges(row.id, 'created')} times`,
        )
        const replay = await client.send(request, { statuses: [201] })
        if (replay && replay.text !== answer.text)
          client.wrong(`A key was answered by ${answer.text}, and then by ${replay.text}`)
      }
      request = next()
    },
  }
}
