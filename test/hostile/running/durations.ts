/** Durations of one kind of request, in milliseconds. */
export interface Durations {
  readonly count: number
  readonly median: number
  readonly p99: number
  readonly worst: number
}

const quantile = (sorted: readonly number[], share: number) =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10

/** Summarizes durations, in milliseconds with one decimal place; zeros when there are none. */
export function summarize(durations: readonly number[]): Durations {
  const sorted = [...durations].sort((a, b) => a - b)
  return {
    count: sorted.length,
    median: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    worst: quantile(sorted, 1),
  }
}
