/** The frequencies of the values in a sample, and the size of the whole column. */
export interface Frequencies {
  /** The number of non-null values in the sample. */
  sampled: number
  /** The number of distinct values in the sample. */
  distinct: number
  /** The number of values that occur exactly once in the sample. */
  once: number
  /** The number of non-null values in the whole table; null if unknown. */
  total: number | null
}

/**
 * Estimates the number of distinct values of a whole column.
 *
 * If the sample has all rows, or their number is unknown, this is the number in the sample. Else it is the
 * estimator Duj1, n d / (n - f1 + f1 n / N), where n of N values are sampled, d are distinct and f1 occur
 * once. PostgreSQL's ANALYZE uses it, too: P. Haas and L. Stokes, Estimating the number of classes in a
 * finite population, JASA 93 (1998), also IBM Research Report RJ 10025. If every sampled value occurs once,
 * the column counts as unique. If none does, the sample counts as having all distinct values.
 */
export function estimateDistinct({ sampled, distinct, once, total }: Frequencies): number {
  if (total === null || total <= sampled || once === 0) return distinct
  if (once === sampled) return total
  const estimate = (sampled * distinct) / (sampled - once + (once * sampled) / total)
  return Math.round(Math.min(total, Math.max(distinct, estimate)))
}
