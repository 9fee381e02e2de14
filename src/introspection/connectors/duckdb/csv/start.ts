import { isUtf8 } from 'node:buffer'
import type { HeldFile } from '../../files/held-file.ts'
import { holdText } from '../../files/held-text.ts'
import { decoded, type Encoding, isUtf16 } from './encoding.ts'
import { declaredDelimiter } from './records.ts'

/** How many bytes of a file to decode if it is not in UTF-8: the maximum size of a sample. */
const decodedBytes = 16 * 2 ** 20
/** How many characters at the start to examine for the form of the lines. */
const examinedLength = 2 ** 18

/** The longest line that DuckDB reads by default, in bytes. */
const defaultMaximumLine = 2_000_000

/** A CSV file, in UTF-8. */
export interface CsvFile {
  /** The path for DuckDB. */
  readonly path: string
  /** The start of its text, without a byte order mark. */
  readonly start: string
  /** The delimiter that the file itself declares. */
  readonly delimiter: string | undefined
  /** Whether the text is longer than `start`. */
  readonly isCut: boolean
  /** Whether a line in the part that was read is longer than DuckDB reads by default. */
  readonly hasLongLine: boolean
  /** Whether the file for DuckDB has only the start of the original. */
  readonly isPartial: boolean
  /** What was guessed about it, as a sentence without a subject; null if nothing was. */
  readonly note: string | null
}

/** The bytes up to the last line end; all bytes if they are the whole file. */
function wholeLines(bytes: Buffer, size: number): Buffer {
  const end = bytes.length < size ? bytes.lastIndexOf(0x0a) : -1
  return end > 0 ? bytes.subarray(0, end + 1) : bytes
}

function hasLongLine(bytes: Buffer): boolean {
  for (let start = 0; bytes.length - start > defaultMaximumLine; ) {
    const end = bytes.indexOf(0x0a, start)
    if (end < 0 || end - start > defaultMaximumLine) return true
    start = end + 1
  }
  return false
}

/** Whether the start of a file is valid UTF-8. The cut may be in the middle of a character. */
const isUtf8Start = (bytes: Buffer, isCut: boolean) =>
  isUtf8(bytes) || (isCut && [1, 2, 3].some((count) => isUtf8(bytes.subarray(0, -count))))

const guesses: Readonly<Record<Encoding, string | null>> = {
  'UTF-8': 'has bytes that are not UTF-8: they are read as U+FFFD.',
  'UTF-16': null,
  'Windows-1252': 'is not in UTF-8: it is read as Windows-1252.',
}

/**
 * Detects the encoding of a CSV file. DuckDB reads UTF-8, but other encodings only in part. So the start of a
 * file in UTF-16 or Windows-1252 (a superset of Latin-1) is decoded here and written to a temporary file. The
 * same is done if the first line is for Excel, such as `sep=;`, since DuckDB detects less if it skips a line.
 *
 * @param held receives the files to close at the end
 */
export async function openCsv(file: HeldFile, held: HeldFile[]): Promise<CsvFile> {
  const bytes = await file.start(decodedBytes)
  const isCut = bytes.length < file.size
  const isValidUtf8 = !isUtf16(bytes) && isUtf8Start(bytes, isCut)
  const start = bytes
    .subarray(0, examinedLength)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  if (isValidUtf8 && declaredDelimiter(start) === undefined) {
    return {
      path: file.path,
      start,
      delimiter: undefined,
      isCut: file.size > examinedLength,
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
    start: values.slice(0, examinedLength),
    delimiter,
    isCut: values.length > examinedLength,
    hasLongLine: hasLongLine(bytes),
    isPartial: isCut,
    note: isValidUtf8 ? null : guesses[encoding],
  }
}
