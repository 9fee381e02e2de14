/** What may be between two values of a line. */
const usualDelimiters = [',', ';', '\t', '|'] as const

/** How many records are looked at. */
const maximumRecords = 200

/**
 * The first records of a text with values between delimiters, without blank lines. Quotes are those of RFC 4180.
 *
 * @param isCut whether the text goes on, so that the last record may not be whole
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
    if (record.some((one) => one.trim() !== '')) records.push(record)
    record = []
  }
  for (let index = 0; index < text.length && records.length < maximumRecords; index += 1) {
    const sign = text[index] as string
    if (isQuoted) {
      if (sign !== '"') value += sign
      else if (text[index + 1] === '"') value += text[++index]
      else isQuoted = false
    } else if (sign === '"' && value === '') isQuoted = true
    else if (sign === delimiter) endValue()
    else if (sign === '\n' || sign === '\r') endRecord()
    else value += sign
  }
  if (!isCut && records.length < maximumRecords) endRecord()
  return records
}

/** What a first look at a text finds: what is between the values, and its first records. */
export interface Look {
  readonly delimiter: string
  readonly records: readonly (readonly string[])[]
}

/** Whether the first record may be names, and nearly all others have more than one value as it has. */
function isTable([names = [], ...others]: readonly (readonly string[])[]): boolean {
  const single = others.filter((record) => record.length < 2).length
  return names.length > 1 && names.every((name) => name.trim() !== '') && single <= others.length / 10
}

/** Looks at how a text starts; undefined if it does not look like a table of more than one column. */
export function lookAt(
  text: string,
  isCut: boolean,
  delimiters: readonly string[] = usualDelimiters,
): Look | undefined {
  return delimiters
    .map((delimiter) => ({ delimiter, records: recordsOf(text, delimiter, isCut) }))
    .filter(({ records }) => isTable(records))
    .sort((a, b) => (b.records[0] as string[]).length - (a.records[0] as string[]).length)[0]
}

/** The delimiter that Excel takes from a line such as `sep=;` before all others. */
export const declaredDelimiter = (text: string): string | undefined =>
  /^"?sep=([^\r\n])"?\r?(?:\n|$)/i.exec(text)?.[1]
