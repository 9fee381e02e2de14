import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { packageRoot } from '../../src/package-root.ts'

interface Pattern {
  pattern: string
  maximumLength: number
}

/** A pattern slower than this fails, in milliseconds. A linear pattern takes less than one. */
const bound = 250
/** The longest text where the contract has no limit: a mebibyte, as a body. */
const longest = 2 ** 20

/** Every pattern of a document, with the length of the longest text that it is tried on. */
function* patternsIn(value: unknown): Generator<Pattern> {
  if (typeof value !== 'object' || value === null) return
  const { pattern, maxLength } = value as { pattern?: unknown; maxLength?: unknown }
  if (typeof pattern === 'string') yield { pattern, maximumLength: Number(maxLength ?? longest) }
  for (const member of Object.values(value)) yield* patternsIn(member)
}

/** The characters and short texts that occur in a pattern, and some others. */
const seedsOf = (pattern: string): string[] => {
  const literals = pattern.match(/[A-Za-z0-9 ,:;@#%&=<>~_/"'!-]|\\[^\w]/g) ?? []
  const single = [...new Set([...literals.map((text) => text.at(-1) as string), ...'a0 .-_/\u00e9\n'])]
  return [...single, ...single.flatMap((one) => ['a', '0', '.', ' '].map((other) => one + other))]
}

const milliseconds = (pattern: RegExp, text: string): number => {
  const { user } = process.cpuUsage()
  pattern.test(text)
  return (process.cpuUsage().user - user) / 1000
}

/** The slowest of many long texts that the pattern does not match because of their end. */
function slowest({ pattern, maximumLength }: Pattern, length: number): number {
  const compiled = new RegExp(pattern, 'u')
  const texts = seedsOf(pattern).flatMap((seed) => {
    const long = seed.repeat(Math.ceil(length / seed.length)).slice(0, Math.min(length, maximumLength))
    return [long, `${long.slice(0, -1)}\u0000`]
  })
  let most = 0
  for (const text of texts) {
    most = Math.max(most, milliseconds(compiled, text))
    // A pattern this slow has failed already, so the rest is skipped.
    if (most >= bound) break
  }
  return most
}

t.test('no pattern of the contract is slow on a text that does not match', async (t) => {
  const document = parse(readFileSync(join(packageRoot, 'openapi.yaml'), 'utf8'), { maxAliasCount: -1 })
  const patterns = new Map([...patternsIn(document)].map((each) => [JSON.stringify(each), each]))
  t.ok(patterns.size > 5)
  for (const each of patterns.values()) {
    // A quadratic pattern takes a second at 40,000 characters, an exponential one at 26.
    const found = Math.max(...[26, 1000, 40_000].map((length) => slowest(each, length)))
    t.ok(found < bound, `${each.pattern}, at most ${each.maximumLength}: ${found} ms`)
  }
})

t.test('slow patterns are found', async (t) => {
  for (const [pattern, length] of [
    ['^(a+)+$', 27],
    ['^(a|a)*$', 27],
    ['^ *a? *$', 40_000],
  ] as const) {
    t.ok(slowest({ pattern, maximumLength: longest }, length) >= bound, pattern)
  }
})
