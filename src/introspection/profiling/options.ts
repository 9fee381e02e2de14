/** The limits of profiling one table. */
export interface ProfilingOptions {
  /** The most rows of the sample that are read. */
  maxRows: number
  /** The most characters that are read in one column; each value counts with at most `maxValueCharacters`. */
  maxColumnCharacters: number
  /** The most characters of one value that are hashed and compared. Lengths are those of whole values. */
  maxValueCharacters: number
  /** The time for one table, in milliseconds. Columns beyond it have no profile. */
  maxMilliseconds: number
  /** The most sample values that are kept. */
  maxSampleValues: number
  /** The most distinct values that a column may have to count as an enumeration. */
  maxEnumValues: number
  /**
   * The most hashes of distinct values in a sketch, which finds containment more exactly than the signature.
   */
  maxHashes: number
  /** The names of columns that are not profiled. */
  excludedColumns: readonly string[]
  /** The present time in milliseconds, since any fixed moment. */
  now: () => number
}

/** The limits that apply by default. */
export const defaultProfilingOptions: ProfilingOptions = {
  maxRows: 10_000,
  maxColumnCharacters: 8_388_608,
  maxValueCharacters: 1024,
  maxMilliseconds: 5000,
  maxSampleValues: 10,
  maxEnumValues: 50,
  maxHashes: 10_000,
  excludedColumns: [],
  now: () => performance.now(),
}
