import { literal } from '../statements.ts'
import { areGenerated, isHeader } from './header.ts'
import { type CsvForm, detectForm } from './records.ts'
import type { CsvFile } from './start.ts'

/** Parameters of `read_csv`, as SQL. */
type Parameters = Readonly<Record<string, string>>

/**
 * Limits in bytes for files with long lines. DuckDB's default, a buffer of 16 lines, is too much for 256 MB.
 */
const longLines: Parameters = { max_line_size: '12000000', buffer_size: '24000000' }

const isNumber = (value: string) => value.trim() !== '' && Number.isFinite(Number(value))

const raggedNote = 'has lines with different numbers of values: missing values are read as null.'
const namelessNote = 'seems to have no column names in its first line: that line is read as values.'

const ragged = ({ delimiter }: CsvForm): Parameters => ({
  delim: literal(delimiter),
  null_padding: 'true',
  strict_mode: 'false',
})

/**
 * Whether DuckDB has detected the wrong columns. If lines have different numbers of values, it may skip some
 * of them. Then its number of columns is not that of most lines, or it has skipped a first line with names.
 */
function isMistaken(columns: readonly string[], { records }: CsvForm): boolean {
  const fitting = records.filter((record) => record.length === columns.length).length
  const names = records[0] as readonly string[]
  const isWithoutNames = areGenerated(columns) && names.length < columns.length && !names.some(isNumber)
  return fitting < records.length / 2 || isWithoutNames
}

/**
 * Parameters for a retry after DuckDB's own detection failed with this message; undefined if there are none.
 */
function retryParameters(message: string, form: CsvForm | undefined): Parameters | undefined {
  if (/^Maximum line size of/m.test(message)) return longLines
  if (!form) return undefined
  // DuckDB's detection tries many forms at once, and each needs memory.
  if (message.startsWith('Out of Memory Error')) {
    const names = form.records[0] as readonly string[]
    const header: Parameters = names.some(isNumber) ? {} : { header: 'true' }
    return { delim: literal(form.delimiter), quote: `'"'`, escape: `'"'`, ...header }
  }
  return ragged(form)
}

/**
 * Creates the view of a CSV file. DuckDB detects the form of the file by itself. This checks the result, and
 * sets parameters where it must be wrong.
 *
 * @param create creates the view with these parameters, and returns the names of its columns
 * @returns the columns, and what was guessed, as sentences without a subject
 */
export async function showCsv(
  { start, delimiter, isCut, hasLongLine }: Pick<CsvFile, 'start' | 'delimiter' | 'isCut' | 'hasLongLine'>,
  create: (parameters: Parameters) => Promise<string[]>,
): Promise<{ columns: string[]; notes: string[] }> {
  const form = detectForm(start, isCut, delimiter === undefined ? undefined : [delimiter])
  let parameters: Parameters = {
    ...(hasLongLine && longLines),
    ...(delimiter !== undefined && { delim: literal(delimiter) }),
  }
  const notes: string[] = []
  const createWith = async (more: Parameters) => {
    const columns = await create({ ...parameters, ...more })
    parameters = { ...parameters, ...more }
    return columns
  }
  let columns = await create(parameters).catch((error: Error) => {
    const more = retryParameters(error.message, form)
    if (!more) throw error
    return createWith(more)
  })
  if (form && !parameters.null_padding && isMistaken(columns, form)) {
    // If that fails, or has the same columns, keep DuckDB's own result.
    const others = await createWith(ragged(form)).catch(() => columns)
    if (others.join('\n') === columns.join('\n')) {
      const { null_padding: _padding, strict_mode: _mode, ...rest } = parameters
      parameters = rest
    }
    columns = others
  }
  if (parameters.null_padding) notes.push(raggedNote)
  if (areGenerated(columns)) {
    const first = form?.records[0] ?? []
    if (form && first.length === columns.length && isHeader(form.records)) {
      columns = await createWith({ header: 'true' })
    } else if (first.join('\n') !== columns.join('\n')) notes.push(namelessNote)
  }
  return { columns, notes }
}
