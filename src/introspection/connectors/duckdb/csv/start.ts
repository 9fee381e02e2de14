import { isUtf8 } from 'node:buffer'
import type { HeldFile } from '../../files/held-file.ts'
import { holdText } from '../../files/held-text.ts'
import { decoded, type Encoding, isUtf16 } from './encoding.ts'
import { declaredDelimiter } from './records.ts'

/** How much of a text that is not in UTF-8 is read: as much as a sample may have. */
const decodedBytes = 16 * 2 ** 20
/** How many characters at the start are looked at for the form of the lines. */
const lookedAt = 2 ** 18

/** The longest line that DuckDB reads when nothing is said, in bytes. */
const usualLine = 2_000_000

/** A file of values, in UTF-8. */
export interface CsvFile {
  /** The path for DuckDB. */
  readonly path: string
  /** How it starts, without a byte order mark. */
  readonly start: string
  /** What it says itself is between its values. */
  readonly delimiter: string | undefined
  /** Whether there is more than its start. */
  readonly isCut: boolean
  /** Whether a line of it is longer than DuckDB usually reads, as far as can be seen. */
  readonly hasLongLine: boolean
  /** Whether there is more in it than in the file for DuckDB. */
  readonly isPartial: boolean
  /** What was guessed about it, as a sentence without a subject; null if nothing was. */
  readonly note: string | null
}

/** The bytes up to the last line end, if there is more of them in the file. */
function wholeLines(bytes: Buffer, size: number): Buffer {
  const end = bytes.length < size ? bytes.lastIndexOf(0x0a) : -1
  return end > 0 ? bytes.subarray(0, end + 1) : bytes
}

function hasLongLine(bytes: Buffer): boolean {
  for (let at = 0; bytes.length - at > usualLine; ) {
    const end = bytes.indexOf(0x0a, at)
    if (end < 0 || end - at > usualLine) return true
    at = end + 1
  }
  return false
}

/** A cut in the middle of a character is none of its faults. */
const isUtf8Start = (bytes: Buffer, isCut: boolean) =>
  isUtf8(bytes) || (isCut && [1, 2, 3].some((count) => isUtf8(bytes.subarray(0, -count))))

const guesses: Readonly<Record<Encoding, string | null>> = {
  'UTF-8': 'has bytes that are no UTF-8: they are read as U+FFFD.',
  'UTF-16': null,
  'Windows-1252': 'is not in UTF-8: it is read as Windows-1252.',
}

/**
 * Finds out how a file of values is encoded. DuckDB reads UTF-8, and of other encodings only a part; so the start of a
 * file in UTF-16 or Windows-1252, which has all of Latin-1, is decoded here, and held as a file of its own. The same is
 * done with a file whose first line is one for Excel, such as `sep=;`: DuckDB finds less out about what it is to skip.
 *
 * @param held takes what is to be closed in the end
 */
export async function openCsv(file: HeldFile, held: HeldFile[]): Promise<CsvFile> {
  const bytes = await file.start(decodedBytes)
  const isCut = bytes.length < file.size
  const isRight = !isUtf16(bytes) && isUtf8Start(bytes, isCut)
  const start = bytes
    .subarray(0, lookedAt)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  if (isRight && declaredDelimiter(start) === undefined) {
    return {
      path: file.path,
      start,
      delimiter: undefined,
      isCut: file.size > lookedAt,
      hasLongLine: hasLongLine(bytes),
      isPartial: false,
      note: null,
    }
  }
  const { encoding, text } = decoded(wholeLines(bytes, file.size))
  const delimiter = declaredDelimiter(text)
  const values = delimiter === undefined ? text : text.replace(/^[^\r\n]*\r?\n?/, '')
  const copy = await holdText(values)
  held.push(copy)
  return {
    path: copy.path,
    start: values.slice(0, lookedAt),
    delimiter,
    isCut: values.length > lookedAt,
    hasLongLine: hasLongLine(bytes),
    isPartial: isCut,
    note: isRight ? null : guesses[encoding],
  }
}
