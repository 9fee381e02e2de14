/** What one round says. */
export interface Measurement {
  requestsPerSecond: number
  /** Milliseconds that half of the requests took at most. */
  p50: number
  p99: number
  /** The time that the measured process computed for one request, in microseconds; Postgres not included. */
  cpuPerRequest: number
}

/** What was recorded in one round. */
export interface Recording {
  /** How long each request took. */
  milliseconds: number[]
  /** How long the round took. */
  seconds: number
  /** How long the measured process computed. */
  cpuMicroseconds: number
}

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/** Makes the figures of one round. Throws when nothing was done in it. */
export function summarize({ milliseconds, seconds, cpuMicroseconds }: Recording): Measurement {
  const count = milliseconds.length
  if (count === 0) throw new Error('no request was answered')
  const sorted = Float64Array.from(milliseconds).sort()
  return {
    requestsPerSecond: count / seconds,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    cpuPerRequest: cpuMicroseconds / count,
  }
}

/** The median of some figures with the least and the greatest. */
export interface Spread {
  median: number
  minimum: number
  maximum: number
}

/** The median, the least and the greatest of at least one figure. */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = Float64Array.from(figures).sort()
  const middle = (sorted.length - 1) / 2
  const [lower = Number.NaN, upper = Number.NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  return {
    median: (lower + upper) / 2,
    minimum: sorted[0] ?? Number.NaN,
    maximum: sorted.at(-1) ?? Number.NaN,
  }
}
