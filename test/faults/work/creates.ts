import { jsonOf, times } from '../../hostile/requests.ts'
import type { Row } from '../stored.ts'
import { differs } from '../world.ts'
import type { CreateWorker } from './writer.ts'

/** Creates several databases at once, which the server writes in one statement. */
export const creates: CreateWorker = async ({ source, known, acknowledged }, client) => {
  let number = 0
  const create = async () => {
    number += 1
    const body = { name: `created ${number}`, description: `The text of ${number}.`, priority: number }
    const answer = await client.send(
      { method: 'POST', path: `${source}/databases`, body },
      { statuses: [201] },
    )
    if (!answer) return
    const row = jsonOf<Row & typeof body>(answer)
    if (row.name !== body.name || row.description !== body.description || row.priority !== body.priority)
      client.wrong(`A create of ${JSON.stringify(body)} was answered by ${answer.text}`)
    known.set(row.id, row)
    acknowledged.push(({ databases }) => differs('a created database', row, databases.get(row.id)))
  }
  return { step: async () => void (await times(4, create)) }
}
