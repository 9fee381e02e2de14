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

/** A file that is a table. */
export interface ShownFile {
  /** As the system spells it. */
  readonly name: string
  /** The view of it. Names of DuckDB know no case, and those of files do. */
  readonly view: string
  /** Its columns, as it spells them. */
  readonly columns: readonly string[]
  /** How many rows it has, if the file says so. */
  readonly rowCount: number | null
  /** Whether DuckDB has only the start of it. */
  readonly isPartial: boolean
  /** Why it cannot be read, as a sentence without a subject; null if it can. */
  readonly problem: string | null
  /** Whether the catalog takes another file for it, as their names differ in the form of Unicode alone. */
  readonly isTwin: boolean
  /** What was guessed about it, in the same form. */
  readonly notes: readonly string[]
}

/** A file that is open, and may be shown. */
interface OpenedFile {
  readonly name: string
  readonly reader: string
  readonly path: string
  readonly csv?: CsvFile
  readonly problem?: string
}

const unopened = 'cannot be opened by this server.'
const empty = 'is empty.'
const twin = 'is left out, as another file has its name in another form of Unicode.'

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

/** Makes the view of a file. Answers with its columns, and what was guessed about it. */
async function createView(
  connection: DuckDBConnection,
  { path, reader, csv }: OpenedFile,
  view: string,
): Promise<Pick<ShownFile, 'columns' | 'notes'>> {
  const create = async (parameters: Readonly<Record<string, string>>): Promise<string[]> => {
    const given = Object.entries(parameters).map(([name, value]) => `, ${name} = ${value}`)
    await connection.run(
      `CREATE OR REPLACE VIEW ${quoted(view)} AS SELECT * FROM ${reader}(${literal(path)}${given.join('')})`,
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

/** How many rows a file has by its own word; null if it has none. */
async function countedRows(
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
 * Makes files visible as views of them, each by the name of its file, and tells what can be told of those that cannot be
 * read. DuckDB can open nothing but these from then on.
 *
 * @param held takes what is to be closed in the end
 * @param allowOnly lets DuckDB open these paths and no other; it reads a file to learn its columns, so before the first view
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
      const made = await createView(connection, file, view)
      shown.push({ ...known, ...made, rowCount: await countedRows(connection, file), problem: null })
    } catch (error) {
      signal.throwIfAborted()
      unreadable(whyUnreadable(error as Error, file.reader))
      await connection.run(`DROP VIEW IF EXISTS ${quoted(view)}`)
    }
  }
  signal.throwIfAborted()
  return shown
}
