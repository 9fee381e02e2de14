/** The limits of profiling one table: what it may cost, and how much of it is kept. */
export interface ProfilingOptions {
  /** Rows of the sample that are looked at. */
  maxRows: number
  /** Characters of text that are looked at in one column; a value is counted with at most `maxValueCharacters`. */
  maxColumnCharacters: number
  /** Characters of one value that are hashed, compared and described; its length is measured whole. */
  maxValueCharacters: number
  /** Time for one table, in milliseconds; columns that it does not reach have no profile. */
  maxMilliseconds: number
  /** How many sample values are kept. */
  maxSampleValues: number
  /** Most distinct values that a column may have to count as an enumeration. */
  maxEnumValues: number
  /** Most hashes of distinct values that are kept beside the signature, for exact containment. */
  maxHashes: number
  /** Names of columns that are not to be profiled. */
  excludedColumns: readonly string[]
  /** Milliseconds since any fixed moment. */
  now: () => number
}

/** What holds when nothing else is said. */
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
