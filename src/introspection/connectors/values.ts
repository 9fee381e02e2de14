import {
  maximumValueLength,
  type Sample,
  type SampleOptions,
  type SampleValue,
  type ValueKind,
} from './connector.ts'

/**
 * Converts a number that is short enough for JavaScript to represent exactly; leaves a longer one as text.
 */
function exactNumber(text: string): number | string {
  const number = Number(text)
  if (!Number.isFinite(number) || text.length > 15) return text
  return number
}

/**
 * Converts the text of a value, which the system may have cut.
 *
 * @param rest the full length and a digest, separated by a space; null if the value was not cut
 */
export function sampleValue(text: string | null, rest: string | null, kind: ValueKind): SampleValue {
  if (text === null) return null
  if (rest !== null) {
    const [length, digest = ''] = rest.split(' ')
    return { start: text, length: Number(length), digest }
  }
  if (kind === 'number') return exactNumber(text)
  if (kind === 'boolean') return text === 'true' || text === '1' || text === 't'
  return text
}

/** The cost of a row for `maximumBytes`. */
export const rowBytes = (texts: readonly (string | null)[]): number =>
  texts.reduce((sum, text) => sum + (text === null ? 1 : Buffer.byteLength(text)), 0)

/**
 * How many rows with this number of columns to fetch at once, so that about a megabyte is buffered at most.
 */
export const rowsAtOnce = (columns: number): number =>
  Math.max(1, Math.min(500, Math.floor(2 ** 20 / (maximumValueLength * Math.max(1, columns)))))

/** Creates a function that finds the kind of values of a type by the first pattern that matches its name. */
export const kindsOfTypes =
  (kinds: readonly (readonly [RegExp, ValueKind])[]) =>
  (dataType: string): ValueKind =>
    kinds.find(([pattern]) => pattern.test(dataType))?.[1] ?? 'other'

/** Collects the rows of a sample, whose long values the system has cut. */
export function collectSample(
  { columns: requested, maximumBytes, maximumRows }: SampleOptions,
  kindOf: (dataType: string) => ValueKind,
) {
  const columns = requested.map(({ name, data_type }) => ({ name, kind: kindOf(data_type) }))
  const rows: SampleValue[][] = []
  let bytes = 0
  return {
    /**
     * Adds a row: for each column the text of its value, and the length and digest if the value was cut.
     *
     * @returns whether the sample is full
     */
    add(texts: readonly (string | null)[], lengths: readonly (string | null | undefined)[]): boolean {
      const values = columns.map(({ kind }, index) =>
        sampleValue(texts[index] ?? null, lengths[index] ?? null, kind),
      )
      rows.push(values)
      bytes += rowBytes(texts)
      return bytes >= maximumBytes
    },
    /** Returns the sample. With fewer rows than requested it is complete, unless `mayBeComplete` is false. */
    end: (mayBeComplete = true): Sample => ({
      columns,
      rows,
      is_complete: mayBeComplete && rows.length < maximumRows,
    }),
  }
}
