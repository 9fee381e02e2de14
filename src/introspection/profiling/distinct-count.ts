/** What a sample says about how often values occur, and how many values there are beside it. */
export interface Frequencies {
  /** Non-null values in the sample. */
  sampled: number
  /** Distinct values in the sample. */
  distinct: number
  /** Values that occur once in the sample. */
  once: number
  /** Non-null values in the whole table, as far as known; null when nothing is known. */
  total: number | null
}

/**
 * Estimates how many distinct values a whole column has.
 *
 * When the sample is everything, or nothing is known of the rest, it is the number seen. Else Duj1, n d / (n - f1 + f1
 * n / N) with n values of N sampled, d of them distinct and f1 seen once, as PostgreSQL's ANALYZE has it: P. Haas and
 * L. Stokes, Estimating the number of classes in a finite population, JASA 93 (1998), also IBM Research Report RJ 10025.
 * A column of which each sampled value occurs once counts as unique, one without such values as seen completely.
 */
export function estimateDistinct({ sampled, distinct, once, total }: Frequencies): number {
  if (total === null || total <= sampled || once === 0) return distinct
  if (once === sampled) return total
  const estimate = (sampled * distinct) / (sampled - once + (once * sampled) / total)
  return Math.round(Math.min(total, Math.max(distinct, estimate)))
}
