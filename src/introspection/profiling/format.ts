import { share } from './statistics.ts'
import { startOf } from './text.ts'

/** The most common patterns of the values of a column. */
export interface FormatSignature extends Record<string, unknown> {
  /** Each pattern, with the share of the non-null values, from 0 to 1, that have it. */
  patterns: { pattern: string; share: number }[]
  /** The share of the values with any other pattern. */
  other_share: number
}

const maxPatterns = 5
const maxSymbols = 24
const maxCharacters = 256

/**
 * Returns the pattern of a text. It replaces upper-case letters by `A`, other letters by `a`, digits by `9`
 * and white space by a blank. Other characters stay, and `{n}` follows a symbol that occurs n times in a row.
 * After 24 symbols or 256 characters the pattern ends with an ellipsis. The idea is that of V. Raman and J.
 * Hellerstein, Potter's Wheel, VLDB 2001.
 */
export function patternOf(text: string): string {
  const classes = startOf(text, maxCharacters)
    .replace(/\p{Lu}/gu, 'A')
    .replace(/(?!A)\p{L}/gu, 'a')
    .replace(/\p{N}/gu, '9')
    .replace(/\s/gu, ' ')
  const runs = classes.match(/(.)\1*/gsu) ?? []
  const symbols = runs.map((run) => {
    const characters = [...run]
    return characters.length === 1 ? run : `${characters[0]}{${characters.length}}`
  })
  const isWhole = symbols.length <= maxSymbols && text.length <= maxCharacters
  return isWhole ? symbols.join('') : `${symbols.slice(0, maxSymbols).join('')}…`
}

/** Returns the most common patterns of values, by their frequencies; null without values. */
export function formatSignatureOf(counts: ReadonlyMap<string, number>): FormatSignature | null {
  const patterns = new Map<string, number>()
  let total = 0
  for (const [text, count] of counts) {
    const pattern = patternOf(text)
    patterns.set(pattern, (patterns.get(pattern) ?? 0) + count)
    total += count
  }
  if (total === 0) return null
  const mostCommon = [...patterns].sort((one, other) => other[1] - one[1]).slice(0, maxPatterns)
  const covered = mostCommon.reduce((sum, [, count]) => sum + count, 0)
  return {
    patterns: mostCommon.map(([pattern, count]) => ({ pattern, share: share(count, total) })),
    other_share: share(total - covered, total),
  }
}
