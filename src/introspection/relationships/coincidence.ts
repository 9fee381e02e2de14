import type { FormatSignature } from '../profiling/format.ts'
import type { KnownColumn } from './known-table.ts'

/** Letters and digits that a place of a code may have. */
const choices: Readonly<Record<string, number>> = { A: 26, a: 26, '9': 10 }
const mostPlaces = 12

/** How many texts have a pattern such as `A{3}` or `A99`, and how long they are; undefined for a long one. */
function textsOf(pattern: string): { texts: number; places: number } | undefined {
  if (pattern.endsWith('…')) return undefined
  let texts = 1
  let places = 0
  for (const [, symbol = '', count = '1'] of pattern.matchAll(/(.)(?:\{(\d+)\})?/gsu)) {
    places += Number(count)
    if (places > mostPlaces) return undefined
    texts *= (choices[symbol] ?? 1) ** Number(count)
  }
  return { texts, places }
}

const isFormat = (format: Record<string, unknown>): format is FormatSignature =>
  Array.isArray(format.patterns)

/**
 * How likely any code of the length and the form of those that a column has is one of them by chance, 0 to 1: 1,458 of the
 * 17,576 codes of three letters are airports. Undefined where the values differ in length, as words do, of which some are
 * in use everywhere.
 */
export function coincidenceOf({ format_signature, approx_distinct_count }: KnownColumn): number | undefined {
  if (!format_signature || !isFormat(format_signature) || !approx_distinct_count) return undefined
  const { patterns } = format_signature
  const forms = patterns.map(({ pattern }) => textsOf(pattern))
  const shown = patterns.reduce((sum, { share }) => sum + share, 0)
  if (shown < 0.8 || forms.some((form) => form?.places !== forms[0]?.places)) return undefined
  const texts = forms.reduce((sum, form) => sum + (form?.texts ?? 0), 0)
  return texts === 0 ? undefined : Math.min(1, (shown * approx_distinct_count) / texts)
}
