import type { components } from '../../contract/handlers.ts'
import { type Spool, spool } from '../../http/uploads/spool.ts'
import type { ConnectorTable, ListingItem, SourceConnection, TableName } from '../connectors/connector.ts'
import { ConnectorError } from '../connectors/connector-error.ts'
import type { Selection } from '../selection/selection.ts'
import { createListedTables, type ListedTables } from './listed-tables.ts'
import type { Progress } from './progress.ts'
import type { ListingScope } from './retirement.ts'
import { selectTables } from './select-tables.ts'

type TableSnapshot = components['schemas']['TableSnapshot']

/** The most warnings that a run keeps. */
export const maximumWarnings = 100
const twice =
  'it is left out, since its name and that of another table are one in the catalog (Unicode, form C).'

const nameOf = (table: TableName): string => [table.schema_name, table.name].filter(Boolean).join('.')

/** A listed table as the writer of snapshots takes it; a comment is a text of the information schema. */
function toSnapshot({
  unique_keys: _keys,
  inherits: _parents,
  is_row_count_exact: isExact = false,
  comment,
  columns,
  foreign_keys,
  ...table
}: ConnectorTable): TableSnapshot {
  const described = (text: string | null) =>
    text === null ? {} : { description: text, description_source: 'information_schema' as const }
  return {
    ...table,
    ...described(comment),
    ...(table.row_count !== null && { is_row_count_estimated: !isExact }),
    columns: columns.map(({ comment: text, base_type: _base, ...column }) => ({
      ...column,
      ...described(text),
    })),
    foreign_keys: foreign_keys.map((key) => ({
      ...key,
      columns: [...key.columns],
      to_columns: [...key.to_columns],
    })),
  }
}

/** Where a listing is kept until it is written. */
export interface ListingStorage {
  folder: string
  /** A listing that is longer breaks off. */
  maximumBytes: number
}

/** What of a listing is kept in one piece: so many tables, or characters of JSON. */
const linesAtOnce = 500
const charactersAtOnce = 256 * 1024

/** A listing that was received and is not written yet. */
export interface ReceivedListing {
  /** A snapshot of a table a line, in JSON. It must be released. */
  lines: Spool
  tables: ListedTables
  scope: ListingScope
  /** Why schemas are incomplete, by their names. */
  reasons: ReadonlyMap<string | null, string>
  warnings: readonly string[]
  /** How many tables the patterns of the source exclude. */
  excludedTables: number
  /** Why the listing broke off. */
  error: ConnectorError | undefined
}

/** Joins lines into parts of a bounded length, and tells the length of each part in bytes. */
async function* inParts(
  lines: AsyncIterable<string>,
  onPart: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let waiting: string[] = []
  let length = 0
  for await (const line of lines) {
    length += line.length
    if (waiting.push(line) < linesAtOnce && length < charactersAtOnce) continue
    const part = Buffer.from(waiting.join(''))
    yield part
    onPart(part.length)
    waiting = []
    length = 0
  }
  yield Buffer.from(waiting.join(''))
}

/**
 * Receives the listing of a database. A listing that breaks off keeps what it found until then, with the error.
 *
 * @throws ConnectorError when the run is cancelled
 */
export async function receiveListing(
  connector: Pick<SourceConnection, 'tables'>,
  { databaseName, selection }: { databaseName: string; selection: Selection },
  { progress, listings: { folder, maximumBytes } }: { progress: Progress; listings: ListingStorage },
): Promise<ReceivedListing> {
  const scope: ListingScope = { complete: [], incomplete: [], isDatabaseComplete: false }
  const tables = createListedTables()
  const warnings: string[] = []
  const reasons = new Map<string | null, string>()
  let excludedTables = 0
  let bytes = 0
  let error: ConnectorError | undefined

  const warn = (text: string) => {
    if (warnings.length < maximumWarnings) warnings.push(text)
  }
  /** Notes an item, and answers with the table of it that is to be written. */
  const note = (item: ListingItem): ConnectorTable | undefined => {
    if (item.kind === 'warning') warn(item.detail)
    if (item.kind === 'database') scope.isDatabaseComplete = item.is_complete
    if (item.kind === 'schema') {
      scope[item.is_complete ? 'complete' : 'incomplete'].push(item.schema_name)
      if (item.reason) reasons.set(item.schema_name, item.reason)
    }
    if (item.kind !== 'table') return undefined
    const { table } = item
    if (!tables.add(table)) {
      warn(`${nameOf(table)}: ${twice}`)
      return undefined
    }
    progress.state.tablesDone += 1
    progress.state.columnsDone += table.columns.length
    progress.state.currentObject = nameOf(table)
    return table
  }
  async function* lines(): AsyncGenerator<string> {
    const listed = connector.tables(databaseName, progress.signal)
    const selected = selectTables(listed, selection, () => {
      excludedTables += 1
    })
    try {
      for await (const item of selected) {
        const table = note(item)
        if (!table) continue
        yield `${JSON.stringify(toSnapshot(table))}\n`
        if (bytes > maximumBytes) throw new ConnectorError('resource_limit')
      }
    } catch (thrown) {
      if (progress.isCancelled() || !(thrown instanceof ConnectorError)) throw thrown
      error = thrown
    }
  }

  const parts = inParts(lines(), (length) => {
    bytes += length
  })
  const spooled = await spool(parts, { folder, memoryBytes: charactersAtOnce })
  return { lines: spooled, tables, scope, reasons, warnings, excludedTables, error }
}
