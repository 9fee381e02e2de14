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

/** How many warnings a run keeps at most. */
export const maximumWarnings = 100
const duplicateName =
  'left out, since another table has the same name in the catalog (Unicode normalization form C).'

const nameOf = (table: TableName): string => [table.schema_name, table.name].filter(Boolean).join('.')

/**
 * Maps a listed table to a table of a snapshot. Its comments become descriptions from the information schema.
 */
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

/** The storage of a listing until it is written to the catalog. */
export interface ListingStorage {
  folder: string
  /** A longer listing breaks off. */
  maximumBytes: number
}

/** A part of a listing ends after this many tables, or this many characters of JSON. */
const linesPerPart = 500
const charactersPerPart = 256 * 1024

/** A listing that was received but not written to the catalog yet. */
export interface ReceivedListing {
  /** Lines of JSON, each the snapshot of one table. The caller must release it. */
  lines: Spool
  tables: ListedTables
  scope: ListingScope
  /** Why schemas are incomplete, by the name of the schema. */
  reasons: ReadonlyMap<string | null, string>
  warnings: readonly string[]
  /** How many tables the patterns of the source exclude. */
  excludedTables: number
  /** Why the listing broke off. */
  error: ConnectorError | undefined
}

/** Joins lines into parts of a bounded length. Calls `onPart` with the length of each in bytes. */
async function* inParts(
  lines: AsyncIterable<string>,
  onPart: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let waiting: string[] = []
  let length = 0
  for await (const line of lines) {
    length += line.length
    if (waiting.push(line) < linesPerPart && length < charactersPerPart) continue
    const part = Buffer.from(waiting.join(''))
    yield part
    onPart(part.length)
    waiting = []
    length = 0
  }
  yield Buffer.from(waiting.join(''))
}

/**
 * Receives the listing of a database. When the listing breaks off, the result has the tables until then and
 * the error.
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
  /** Records an item, and returns its table when that is to be written. */
  const record = (item: ListingItem): ConnectorTable | undefined => {
    if (item.kind === 'warning') warn(item.detail)
    if (item.kind === 'database') scope.isDatabaseComplete = item.is_complete
    if (item.kind === 'schema') {
      scope[item.is_complete ? 'complete' : 'incomplete'].push(item.schema_name)
      if (item.reason) reasons.set(item.schema_name, item.reason)
    }
    if (item.kind !== 'table') return undefined
    const { table } = item
    if (!tables.add(table)) {
      warn(`${nameOf(table)}: ${duplicateName}`)
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
        const table = record(item)
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
  const spooled = await spool(parts, { folder, memoryBytes: charactersPerPart })
  return { lines: spooled, tables, scope, reasons, warnings, excludedTables, error }
}
