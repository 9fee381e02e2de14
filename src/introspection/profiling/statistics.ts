const round = (value: number, digits: number): number => Number(value.toFixed(digits))

/** A part of a whole as a percentage, 0 to 100, with four decimals; null when the whole is 0. */
export const percentage = (part: number, whole: number): number | null =>
  whole === 0 ? null : round((part / whole) * 100, 4)

/** A part of a whole as a share, 0 to 1, with four decimals. */
export const share = (part: number, whole: number): number => round(part / whole, 4)

/**
 * The entropy of a distribution in bits, -sum p log2 p, estimated by plugging in the relative frequencies (C.
 * Shannon, A mathematical theory of communication, 1948). It is 0 for a single value, and log2 n for n
 * equally frequent values. For a sample in which most values occur once, it is too low.
 */
export function entropyOf(counts: Iterable<number>): number {
  let total = 0
  let sum = 0
  for (const count of counts) {
    total += count
    sum += count * Math.log2(count)
  }
  return total === 0 ? 0 : round(Math.max(0, Math.log2(total) - sum / total), 6)
}

/** Lengths in characters (code points). */
export interface LengthStats extends Record<string, number> {
  min: number
  max: number
  mean: number
  median: number
  p95: number
}

/** Statistics of lengths in characters; null for an empty list. Percentiles are those of the nearest rank. */
export function lengthStatsOf(lengths: readonly number[]): LengthStats | null {
  const ascending = Uint32Array.from(lengths).sort()
  const rank = (part: number): number => ascending[Math.ceil(part * ascending.length) - 1] as number
  if (ascending.length === 0) return null
  const sum = ascending.reduce((total, length) => total + length, 0)
  return {
    min: rank(1 / ascending.length),
    max: rank(1),
    mean: round(sum / ascending.length, 2),
    median: rank(0.5),
    p95: rank(0.95),
  }
}
