import { basename } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { normalizedName } from '../../../values/name.ts'
import { extensionOf, readers } from '../files/find-databases.ts'
import { type HeldFile, holdFile } from '../files/held-file.ts'
import { quoted } from '../identifier.ts'
import { showCsv } from './csv/show.ts'
import { type CsvFile, openCsv } from './csv/start.ts'
import { literal } from './statements.ts'
import { whyUnreadable } from './unreadable.ts'

/** A file that is listed as a table. */
export interface ShownFile {
  /** As the system spells it. */
  readonly name: string
  /** The name of its view. It is generated, since DuckDB's names ignore case and those of files do not. */
  readonly view: string
  /** Its columns, as the file spells them. */
  readonly columns: readonly string[]
  /** The row count that is stored in the file; null if there is none. */
  readonly rowCount: number | null
  /** Whether DuckDB reads only the start of the file. */
  readonly isPartial: boolean
  /** Why it cannot be read, as a sentence without a subject; null if it can. */
  readonly problem: string | null
  /**
   * Whether another file has the same name in another Unicode form. The catalog can store only one of them.
   */
  readonly isTwin: boolean
  /** What was guessed about it, as sentences without a subject. */
  readonly notes: readonly string[]
}

/** A file that is open, or that could not be opened because of a problem. */
interface OpenedFile {
  readonly name: string
  readonly reader: string
  readonly path: string
  readonly csv?: CsvFile
  readonly problem?: string
}

const unopened = 'cannot be opened by this server.'
const empty = 'is empty.'
const twin = 'is left out, since another file has the same name in another form of Unicode.'

const closedFile = (path: string) => ({
  name: basename(path),
  reader: String(readers[extensionOf(path)]),
  path,
})

async function openedFile(path: string, held: HeldFile[]): Promise<OpenedFile> {
  try {
    const file = await holdFile(path)
    held.push(file)
    const opened = { ...closedFile(path), path: file.path }
    const { reader } = opened
    if (file.size === 0) return { ...opened, problem: empty }
    if (reader !== 'read_csv') return opened
    const csv = await openCsv(file, held)
    const isBlank = csv.start.trim() === '' && !csv.isCut
    return { ...opened, path: csv.path, csv, ...(isBlank && { problem: empty }) }
  } catch {
    return { ...closedFile(path), problem: unopened }
  }
}

/** Creates the view of a file. Returns its columns, and what was guessed about it. */
async function createView(
  connection: DuckDBConnection,
  { path, reader, csv }: OpenedFile,
  view: string,
): Promise<Pick<ShownFile, 'columns' | 'notes'>> {
  const create = async (parameters: Readonly<Record<string, string>>): Promise<string[]> => {
    const list = Object.entries(parameters).map(([name, value]) => `, ${name} = ${value}`)
    await connection.run(
      `CREATE OR REPLACE VIEW ${quoted(view)} AS SELECT * FROM ${reader}(${literal(path)}${list.join('')})`,
    )
    const columns = await connection.runAndReadAll(
      `SELECT column_name FROM duckdb_columns() WHERE table_name = ${literal(view)} ORDER BY column_index`,
    )
    return columns.getRows().map(([name]) => String(name))
  }
  if (!csv) return { columns: await create({}), notes: [] }
  const { columns, notes } = await showCsv(csv, create)
  return { columns, notes: csv.note ? [csv.note, ...notes] : notes }
}

/** Reads the row count that is stored in a file; null if its format stores none. */
async function storedRowCount(
  connection: DuckDBConnection,
  { path, reader }: OpenedFile,
): Promise<number | null> {
  if (reader !== 'read_parquet') return null
  const footer = await connection.runAndReadAll(
    `SELECT num_rows::DOUBLE FROM parquet_file_metadata(${literal(path)})`,
  )
  return Number(footer.getRows()[0]?.[0])
}

/**
 * Creates a view for each readable file, and finds out why the others cannot be read. Afterwards, DuckDB can
 * open only these files.
 *
 * @param held receives the files to close at the end
 * @param allowOnly restricts DuckDB to these paths. It is called before the first view is created, since
 * DuckDB reads a file to detect its columns
 */
export async function showFiles(
  connection: DuckDBConnection,
  paths: readonly string[],
  {
    held,
    signal,
    allowOnly,
  }: { held: HeldFile[]; signal: AbortSignal; allowOnly: (paths: readonly string[]) => Promise<void> },
): Promise<ShownFile[]> {
  const files: OpenedFile[] = []
  const names = new Set(paths.map((path) => basename(path)))
  const isTwin = (name: string) => name !== normalizedName(name) && names.has(normalizedName(name))
  for (const path of paths) {
    signal.throwIfAborted()
    const opened = isTwin(basename(path))
      ? { ...closedFile(path), problem: twin }
      : await openedFile(path, held)
    files.push(opened)
  }
  await allowOnly(files.filter(({ problem }) => !problem).map(({ path }) => path))
  const shown: ShownFile[] = []
  for (const [index, file] of files.entries()) {
    signal.throwIfAborted()
    const view = `file_${String(index).padStart(6, '0')}`
    const { name } = file
    const known = { name, view, isPartial: file.csv?.isPartial ?? false, isTwin: isTwin(name) }
    const unreadable = (problem: string) =>
      shown.push({ ...known, columns: [], rowCount: null, problem, notes: [] })
    if (file.problem) {
      unreadable(file.problem)
      continue
    }
    try {
      const created = await createView(connection, file, view)
      shown.push({ ...known, ...created, rowCount: await storedRowCount(connection, file), problem: null })
    } catch (error) {
      signal.throwIfAborted()
      unreadable(whyUnreadable(error as Error, file.reader))
      await connection.run(`DROP VIEW IF EXISTS ${quoted(view)}`)
    }
  }
  signal.throwIfAborted()
  return shown
}
