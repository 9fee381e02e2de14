import { isDeepStrictEqual } from 'node:util'
import { jsonOf } from '../../hostile/requests.ts'
import type { Change, Row } from '../stored.ts'
import type { CreateWorker } from './writer.ts'

/** Reads the created databases one after the other: each must equal what was acknowledged. */
export const gets: CreateWorker = async ({ source, known }, client) => {
  let number = 0
  return {
    async step() {
      const rows = [...known.values()]
      number += 1
      const row = rows[(number * 7919) % rows.length]
      const path = row ? `${source}/databases/${row.id}` : source
      const answer = await client.send({ path }, { statuses: [200] })
      if (answer && row && !isDeepStrictEqual(jsonOf(answer), row))
        client.wrong(`${path} was answered by ${answer.text} in place of ${JSON.stringify(row)}`)
    },
  }
}

/** Reads a list that never changes. */
export const longLists: CreateWorker = async ({ longList: { path, expected } }, client) => ({
  async step() {
    const answer = await client.send({ path }, { statuses: [200] })
    if (answer && answer.text !== expected)
      client.wrong(`${path} was answered by ${answer.text.length} in place of ${expected.length} characters`)
  },
})

/** Streams all databases: a complete stream has every one that was acknowledged before it began. */
export const streams: CreateWorker = async ({ source, known }, client) => ({
  async step() {
    const expected = [...known.values()]
    const answer = await client.send(
      { path: `${source}/databases`, headers: { accept: 'application/x-ndjson' } },
      { statuses: [200], mayBreakOff: true },
    )
    if (!answer) return
    const lines = answer.text.split('\n').filter(Boolean)
    const rows = lines.map((line): Row => JSON.parse(line))
    const found = new Map(rows.map((row) => [row.id, row]))
    // A row whose priority changes meanwhile moves in the list, and may appear again.
    const still = rows.filter(({ id }) => known.has(id))
    if (new Set(still.map(({ id }) => id)).size !== still.length) client.wrong('A stream has a row twice')
    const other = expected.find((row) => !isDeepStrictEqual(found.get(row.id), row))
    if (other)
      client.wrong(
        `A stream of ${lines.length} rows has ${JSON.stringify(found.get(other.id))} in place of ${JSON.stringify(other)}`,
      )
  },
})

/** Follows the feed. In the end it has read each change once, in the order of the feed. */
export const feeds: CreateWorker = async ({ standing }, client) => {
  const read: Change[] = []
  standing.push(({ changes }) => {
    const from = changes.findIndex(({ cursor }) => cursor === read[0]?.cursor)
    const same = read.findIndex(({ cursor }, index) => changes[from + index]?.cursor !== cursor)
    return same < 0 ? undefined : `a reader of the feed was told something else as change ${same}`
  })
  return {
    async step() {
      const after = read.at(-1)?.cursor
      const query = after === undefined ? '' : `&after=${encodeURIComponent(after)}`
      const answer = await client.send({ path: `/api/changes?limit=500${query}` }, { statuses: [200] })
      if (answer) read.push(...jsonOf<Change[]>(answer))
    },
  }
}
