/** The figures of one round. */
export interface Measurement {
  requestsPerSecond: number
  /** The median time of a request, in milliseconds. */
  p50: number
  p99: number
  /** CPU time of the measured process for one request, in microseconds, without Postgres. */
  cpuPerRequest: number
}

/** The recorded data of one round. */
export interface Recording {
  /** The duration of each request. */
  milliseconds: number[]
  /** The duration of the round. */
  seconds: number
  /** The CPU time of the measured process. */
  cpuMicroseconds: number
}

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/** Computes the figures of one round. Throws when no request was answered. */
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

/** The median of some figures with the smallest and the largest one. */
export interface Spread {
  median: number
  minimum: number
  maximum: number
}

/** The median, the smallest and the largest of at least one figure. */
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
