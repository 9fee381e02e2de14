/** The delimiters to try. */
const usualDelimiters = [',', ';', '\t', '|'] as const

/** How many records to examine. */
const maximumRecords = 200

/**
 * Parses the first records of a CSV text and skips blank lines. Quoting follows RFC 4180.
 *
 * @param isCut whether the text is only the start of a file, so that its last record may be incomplete
 */
export function recordsOf(text: string, delimiter: string, isCut: boolean): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let value = ''
  let isQuoted = false
  const endValue = () => {
    record.push(value)
    value = ''
  }
  const endRecord = () => {
    endValue()
    if (record.some((field) => field.trim() !== '')) records.push(record)
    record = []
  }
  for (let index = 0; index < text.length && records.length < maximumRecords; index += 1) {
    const character = text[index] as string
    if (isQuoted) {
      if (character !== '"') value += character
      else if (text[index + 1] === '"') value += text[++index]
      else isQuoted = false
    } else if (character === '"' && value === '') isQuoted = true
    else if (character === delimiter) endValue()
    else if (character === '\n' || character === '\r') endRecord()
    else value += character
  }
  if (!isCut && records.length < maximumRecords) endRecord()
  return records
}

/** The detected form of a CSV text: its delimiter and its first records. */
export interface CsvForm {
  readonly delimiter: string
  readonly records: readonly (readonly string[])[]
}

/**
 * Whether the first record may be column names, and it and nearly all other records have more than one value.
 */
function isTable([names = [], ...others]: readonly (readonly string[])[]): boolean {
  const single = others.filter((record) => record.length < 2).length
  return names.length > 1 && names.every((name) => name.trim() !== '') && single <= others.length / 10
}

/**
 * Detects the form of a text by its start; undefined if it does not look like a table with several columns.
 */
export function detectForm(
  text: string,
  isCut: boolean,
  delimiters: readonly string[] = usualDelimiters,
): CsvForm | undefined {
  return delimiters
    .map((delimiter) => ({ delimiter, records: recordsOf(text, delimiter, isCut) }))
    .filter(({ records }) => isTable(records))
    .sort((a, b) => (b.records[0] as string[]).length - (a.records[0] as string[]).length)[0]
}

/** The delimiter that a first line such as `sep=;` declares, as Excel reads it. */
export const declaredDelimiter = (text: string): string | undefined =>
  /^"?sep=([^\r\n])"?\r?(?:\n|$)/i.exec(text)?.[1]
