import {
  maximumValueLength,
  type Sample,
  type SampleOptions,
  type SampleValue,
  type ValueKind,
} from './connector.ts'

/** A number of so few digits that JavaScript holds it exactly; a longer one is left as text. */
function exactNumber(text: string): number | string {
  const number = Number(text)
  if (!Number.isFinite(number) || text.length > 15) return text
  return number
}

/**
 * A value that the server has cut, from its text.
 *
 * @param rest its full length and a digest with a blank between them, or null if it was not cut
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

/** How many rows of this width can be asked for at once without more than about a megabyte waiting in memory. */
export const rowsAtOnce = (columns: number): number =>
  Math.max(1, Math.min(500, Math.floor(2 ** 20 / (maximumValueLength * Math.max(1, columns)))))

/** Tells what the values of a type are, by the first pattern that its name matches. */
export const kindsOfTypes =
  (kinds: readonly (readonly [RegExp, ValueKind])[]) =>
  (dataType: string): ValueKind =>
    kinds.find(([pattern]) => pattern.test(dataType))?.[1] ?? 'other'

/** Collects the rows of a sample that the server has cut. */
export function collectSample(
  { columns: wanted, maximumBytes, maximumRows }: SampleOptions,
  kindOf: (dataType: string) => ValueKind,
) {
  const columns = wanted.map(({ name, data_type }) => ({ name, kind: kindOf(data_type) }))
  const rows: SampleValue[][] = []
  let bytes = 0
  return {
    /** Adds a row: of each column the text, and if it was cut its length and a digest. Tells whether there may be no more. */
    add(texts: readonly (string | null)[], lengths: readonly (string | null | undefined)[]): boolean {
      const values = columns.map(({ kind }, index) =>
        sampleValue(texts[index] ?? null, lengths[index] ?? null, kind),
      )
      rows.push(values)
      bytes += rowBytes(texts)
      return bytes >= maximumBytes
    },
    /** The sample: of all rows, if that is not known to be otherwise and there are fewer than were asked for. */
    end: (mayBeComplete = true): Sample => ({
      columns,
      rows,
      is_complete: mayBeComplete && rows.length < maximumRows,
    }),
  }
}
