import { headersOf } from './http-load.ts'
import type { Scenario } from './scenario.ts'

/**
 * Names, ids, times and numbers of two rows differ, but neither their types nor the lengths of their texts.
 */
const shapeOf = (text: string): string =>
  JSON.stringify(
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === 'string') return `text of ${value.length}`
      if (typeof value === 'number') return 'number'
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
        : value
    }),
  )

/**
 * Sends one request to each server and throws unless both give the same right answer: only then the servers
 * do the same work.
 */
export async function assertSameAnswer(
  { title, status, request }: Scenario,
  urls: readonly string[],
  { token, nextNumber }: { token: string; nextNumber: () => number },
): Promise<void> {
  const shapes = urls.map(async (url) => {
    const { path, ...next } = request(nextNumber())
    const response = await fetch(new URL(path, url), { ...next, headers: headersOf(token, next as never) })
    const text = await response.text()
    if (response.status !== status) throw new Error(`${title}: ${url} answered ${response.status} ${text}`)
    return shapeOf(text)
  })
  const [first, ...others] = await Promise.all(shapes)
  if (others.some((other) => other !== first)) throw new Error(`${title}: the servers do not answer the same`)
}
