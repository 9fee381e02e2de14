import { literal } from '../statements.ts'
import { areGenerated, isHeader } from './header.ts'
import { type Look, lookAt } from './records.ts'
import type { CsvFile } from './start.ts'

/** Parameters of `read_csv`, as SQL. */
type Parameters = Readonly<Record<string, string>>

/** The longest line, in bytes. By itself DuckDB keeps sixteen of them in memory, and has 256 MB for everything. */
const longLines: Parameters = { max_line_size: '12000000', buffer_size: '24000000' }

const isNumber = (value: string) => value.trim() !== '' && Number.isFinite(Number(value))

/** What is told when the lines of a file have different numbers of values. */
const raggedNote = 'has lines with different numbers of values: what a line lacks is read as null.'
const namelessNote =
  'has no names of columns in its first line, as far as can be told: that line is read as values.'

const ragged = ({ delimiter }: Look): Parameters => ({
  delim: literal(delimiter),
  null_padding: 'true',
  strict_mode: 'false',
})

/**
 * Whether DuckDB has divided the lines into another number of values than most of them have, or has left a first line of
 * names out for that: of lines with different numbers of values it takes some for no lines of the table.
 */
function isMistaken(columns: readonly string[], { records }: Look): boolean {
  const fitting = records.filter((record) => record.length === columns.length).length
  const names = records[0] as readonly string[]
  const isWithoutNames = areGenerated(columns) && names.length < columns.length && !names.some(isNumber)
  return fitting < records.length / 2 || isWithoutNames
}

/** With what a file may be read that could not be read with what DuckDB found out by itself. */
function remedy(message: string, look: Look | undefined): Parameters | undefined {
  if (/^Maximum line size of/m.test(message)) return longLines
  if (!look) return undefined
  // DuckDB tries many forms at once, which takes the memory of each.
  if (message.startsWith('Out of Memory Error')) {
    const names = look.records[0] as readonly string[]
    const header: Parameters = names.some(isNumber) ? {} : { header: 'true' }
    return { delim: literal(look.delimiter), quote: `'"'`, escape: `'"'`, ...header }
  }
  return ragged(look)
}

/**
 * Makes a file of values visible. DuckDB finds out by itself what form its lines have; this looks at what it has found,
 * and says how it is to be read where that cannot be right.
 *
 * @param create makes the view with these parameters, and answers with the names of its columns
 * @returns its columns, and what was guessed, each as a sentence without a subject
 */
export async function showCsv(
  { start, delimiter, isCut, hasLongLine }: Pick<CsvFile, 'start' | 'delimiter' | 'isCut' | 'hasLongLine'>,
  create: (parameters: Parameters) => Promise<string[]>,
): Promise<{ columns: string[]; notes: string[] }> {
  const look = lookAt(start, isCut, delimiter === undefined ? undefined : [delimiter])
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
    const more = remedy(error.message, look)
    if (!more) throw error
    return createWith(more)
  })
  if (look && !parameters.null_padding && isMistaken(columns, look)) {
    // If that fails, or is no other table, DuckDB knows better.
    const others = await createWith(ragged(look)).catch(() => columns)
    if (others.join('\n') === columns.join('\n')) {
      const { null_padding: _padding, strict_mode: _mode, ...rest } = parameters
      parameters = rest
    }
    columns = others
  }
  if (parameters.null_padding) notes.push(raggedNote)
  if (areGenerated(columns)) {
    const first = look?.records[0] ?? []
    if (look && first.length === columns.length && isHeader(look.records)) {
      columns = await createWith({ header: 'true' })
    } else if (first.join('\n') !== columns.join('\n')) notes.push(namelessNote)
  }
  return { columns, notes }
}
