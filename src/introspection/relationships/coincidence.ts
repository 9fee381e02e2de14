import type { FormatSignature } from '../profiling/format.ts'
import type { KnownColumn } from './known-table.ts'

/** The number of characters that each symbol of a pattern stands for. */
const alternatives: Readonly<Record<string, number>> = { A: 26, a: 26, '9': 10 }
const maximumLength = 12

/** Returns the number and length of the texts with a pattern such as `A{3}`; undefined if it is too long. */
function textsOf(pattern: string): { texts: number; length: number } | undefined {
  if (pattern.endsWith('…')) return undefined
  let texts = 1
  let length = 0
  for (const [, symbol = '', count = '1'] of pattern.matchAll(/(.)(?:\{(\d+)\})?/gsu)) {
    length += Number(count)
    if (length > maximumLength) return undefined
    texts *= (alternatives[symbol] ?? 1) ** Number(count)
  }
  return { texts, length }
}

const isFormat = (format: Record<string, unknown>): format is FormatSignature =>
  Array.isArray(format.patterns)

/**
 * Returns the probability, 0 to 1, that a random code in the form of a column's values is one of these
 * values. For example, 1,458 of the 17,576 codes of three letters are airports. Undefined where the values
 * differ in length: these are words, and columns share common words more often than by chance.
 */
export function coincidenceOf({ format_signature, approx_distinct_count }: KnownColumn): number | undefined {
  if (!format_signature || !isFormat(format_signature) || !approx_distinct_count) return undefined
  const { patterns } = format_signature
  const forms = patterns.map(({ pattern }) => textsOf(pattern))
  const covered = patterns.reduce((sum, { share }) => sum + share, 0)
  if (covered < 0.8 || forms.some((form) => form?.length !== forms[0]?.length)) return undefined
  const texts = forms.reduce((sum, form) => sum + (form?.texts ?? 0), 0)
  return texts === 0 ? undefined : Math.min(1, (covered * approx_distinct_count) / texts)
}
