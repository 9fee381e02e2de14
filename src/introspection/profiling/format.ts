import { share } from './statistics.ts'
import { startOf } from './text.ts'

/** The commonest formats of the values of a column. */
export interface FormatSignature extends Record<string, unknown> {
  /** The commonest patterns and which share of the non-null values, 0 to 1, has each. */
  patterns: { pattern: string; share: number }[]
  /** The share of the values that have another pattern. */
  other_share: number
}

const maxPatterns = 5
const maxSymbols = 24
const maxCharacters = 256

/**
 * The pattern of a text by classes of characters, in the manner of V. Raman and J. Hellerstein, Potter's Wheel, VLDB
 * 2001: `A` for upper-case letters, `a` for other letters, `9` for digits, a blank for white space, every other
 * character for itself, and `{n}` behind what occurs n times in a row. After 24 symbols or 256 characters it ends in an
 * ellipsis.
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

/** The patterns of values, given how often each value occurs. Null of none. */
export function formatSignatureOf(counts: ReadonlyMap<string, number>): FormatSignature | null {
  const patterns = new Map<string, number>()
  let total = 0
  for (const [text, count] of counts) {
    const pattern = patternOf(text)
    patterns.set(pattern, (patterns.get(pattern) ?? 0) + count)
    total += count
  }
  if (total === 0) return null
  const commonest = [...patterns].sort((one, other) => other[1] - one[1]).slice(0, maxPatterns)
  const covered = commonest.reduce((sum, [, count]) => sum + count, 0)
  return {
    patterns: commonest.map(([pattern, count]) => ({ pattern, share: share(count, total) })),
    other_share: share(total - covered, total),
  }
}
