import { type CreateWorker, createKnown } from './writer.ts'

/** Writes one layer of a description again and again. */
export const descriptionLayers: CreateWorker = async (world, client) => {
  const { tenant, source, acknowledged, standing } = world
  const id = await tenant.create(`${source}/databases`, { name: 'described', description: 'Layer 0.' })
  const known = createKnown('nothing')
  let number = 0
  let count = 0
  standing.push(({ layers }) => {
    const text = layers.get(`${id} ai_generated`) ?? 'nothing'
    return known.canBe(text) ? undefined : `the layer says ${text}, not ${known}`
  })
  return {
    async step() {
      number += 1
      const description = `Layer ${number}.`
      known.attempt(description)
      const answer = await client.send(
        {
          method: 'PUT',
          path: `/api/integration-sources/descriptions/${id}/layers/ai_generated`,
          body: { description, model: 'analyst' },
        },
        { statuses: [200] },
      )
      if (!answer) return
      if (!answer.text.includes(description))
        client.wrong(`A layer with ${description} was answered by ${answer.text.slice(0, 300)}`)
      known.settle(description)
      count += 1
      const atLeast = count
      acknowledged.push(({ layers }) =>
        Number(/\d+/.exec(layers.get(`${id} ai_generated`) ?? '')) >= atLeast
          ? undefined
          : `the layer is older than one that was acknowledged`,
      )
    },
  }
}
