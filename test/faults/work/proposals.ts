import { jsonOf } from '../../hostile/requests.ts'
import type { Row } from '../stored.ts'
import { type CreateWorker, createKnown } from './writer.ts'

/** Proposes descriptions and approves them. */
export const proposals: CreateWorker = async (world, client) => {
  const { tenant, source, acknowledged, standing } = world
  const resource = await tenant.create(`${source}/databases`, { name: 'proposed' })
  const known = createKnown('nothing')
  let number = 0
  let id: string | undefined
  let text = ''
  standing.push(({ layers }) => {
    const layer = layers.get(`${resource} ai_generated`) ?? 'nothing'
    return known.canBe(layer) ? undefined : `the layer of a proposal says ${layer}, not ${known}`
  })
  return {
    async step() {
      if (id === undefined) {
        number += 1
        text = `Proposal ${number}.`
        const made = await client.send(
          {
            method: 'POST',
            path: `/api/integration-sources/descriptions/${resource}/proposals`,
            body: { description: text, description_source: 'ai_generated', model: 'analyst' },
          },
          { statuses: [201] },
        )
        if (!made) return
        const proposed = jsonOf<Row>(made).id
        id = proposed
        acknowledged.push((stored) =>
          stored.proposals.has(proposed) && stored.countChanges(proposed, 'created') === 1
            ? undefined
            : `proposal ${proposed} is not there, or not in the feed`,
        )
      }
      known.attempt(text)
      const answer = await client.send(
        {
          method: 'PUT',
          path: `/api/integration-sources/description-proposals/${id}`,
          body: { status: 'APPROVED' },
        },
        { statuses: [200, 409] },
      )
      if (!answer) return
      const decided = id
      id = undefined
      // The previous request approved it, but was not answered.
      if (answer.status === 200 && jsonOf<Row>(answer).status !== 'APPROVED')
        client.wrong(`An approval was answered by ${answer.text}`)
      known.settle(text)
      acknowledged.push((stored) =>
        stored.proposals.get(decided)?.status === 'APPROVED' && stored.countChanges(decided, 'updated') === 1
          ? undefined
          : `proposal ${decided} is not approved, or not in the feed`,
      )
    },
  }
}
