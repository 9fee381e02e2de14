import type { SnapshotPlace } from '../../catalog/snapshot/foreign-keys.ts'
import type { SnapshotRepository } from '../../catalog/snapshot/repository.ts'
import type { BodyItem, components } from '../../contract/handlers.ts'
import type { Transaction } from '../../db/client.ts'
import type { RunResult } from '../../db/schema.ts'
import { splitLines } from '../../http/lines.ts'
import { type Spool, spool } from '../../http/uploads/spool.ts'
import type { ConnectorTable, SourceConnection, TableName } from '../connectors/connector.ts'
import { ConnectorError } from '../connectors/connector-error.ts'
import type { Selection } from '../selection/selection.ts'
import { createListedTables, type ListedTables } from './listed-tables.ts'
import type { Progress } from './progress.ts'
import { createRetirement, type ListingScope, type RetirementOptions } from './retirement.ts'
import { selectTables } from './select-tables.ts'

type TableSnapshot = components['schemas']['TableSnapshot']

/** What was listed of a database, and what became of it. */
export interface Listed {
  result: RunResult
  isWaiting: boolean
  /** Why the listing broke off; what it had found until then is kept. */
  error: ConnectorError | undefined
  /** What the catalog does not keep of the tables, for their profiles and the inference of relationships. */
  tables: ListedTables
}

const maximumWarnings = 100
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
export interface ListingPlace {
  folder: string
  /** A listing that is longer breaks off. */
  maximumBytes: number
}

/** What of a listing is kept in one piece: so many tables, or characters of JSON. */
const linesAtOnce = 500
const charactersAtOnce = 256 * 1024

/**
 * Lists a database into the catalog, in one transaction: tables, columns, declared keys, comments, and what is gone. It
 * begins when everything was received, so that a source which is slow or silent holds neither a lock nor the change feed. A
 * listing that breaks off keeps what it found, and retires nothing in what it did not finish.
 *
 * @returns undefined when the database is no longer in the catalog
 * @throws ConnectorError cancelled; whatever the catalog throws
 */
export async function listDatabase(
  connector: Pick<SourceConnection, 'tables'>,
  {
    databaseName,
    place,
    isDryRun,
    selection,
  }: { databaseName: string; place: SnapshotPlace; isDryRun: boolean; selection: Selection },
  {
    snapshots,
    progress,
    retirement,
    listings: { folder, maximumBytes },
    hold,
  }: {
    snapshots: SnapshotRepository
    progress: Progress
    retirement: RetirementOptions
    listings: ListingPlace
    /** Fails when what is listed may not be written any more; it is called before the commit. */
    hold: (transaction: Transaction) => Promise<void>
  },
): Promise<Listed | undefined> {
  const scope: ListingScope = { complete: [], incomplete: [], isDatabaseComplete: false }
  const known = createListedTables()
  const warnings: string[] = []
  let leftOut = 0
  const reasons = new Map<string | null, string>()
  let error: ConnectorError | undefined

  async function* found(): AsyncGenerator<Buffer> {
    let lines: string[] = []
    let length = 0
    let bytes = 0
    try {
      const listed = connector.tables(databaseName, progress.signal)
      const selected = selectTables(listed, selection, () => {
        leftOut += 1
      })
      for await (const item of selected) {
        if (item.kind === 'warning' && warnings.length < maximumWarnings) warnings.push(item.detail)
        if (item.kind === 'database') scope.isDatabaseComplete = item.is_complete
        if (item.kind === 'schema') {
          scope[item.is_complete ? 'complete' : 'incomplete'].push(item.schema_name)
          if (item.reason) reasons.set(item.schema_name, item.reason)
        }
        if (item.kind !== 'table') continue
        const { table } = item
        if (!known.add(table)) {
          if (warnings.length < maximumWarnings) warnings.push(`${nameOf(table)}: ${twice}`)
          continue
        }
        progress.state.tablesDone += 1
        progress.state.columnsDone += table.columns.length
        progress.state.currentObject = nameOf(table)
        const line = `${JSON.stringify(toSnapshot(table))}\n`
        length += line.length
        if (lines.push(line) < linesAtOnce && length < charactersAtOnce) continue
        const part = Buffer.from(lines.join(''))
        bytes += part.length
        yield part
        lines = []
        length = 0
        if (bytes > maximumBytes) throw new ConnectorError('resource_limit')
      }
    } catch (thrown) {
      if (progress.isCancelled() || !(thrown instanceof ConnectorError)) throw thrown
      error = thrown
    }
    yield Buffer.from(lines.join(''))
  }

  async function* items(listing: Spool): AsyncGenerator<BodyItem<TableSnapshot>> {
    for await (const { number, bytes } of splitLines(listing.read(), Number.POSITIVE_INFINITY)) {
      if (progress.isCancelled()) throw new ConnectorError('cancelled')
      yield { line: number, item: JSON.parse(String(bytes)) }
    }
  }

  let retired: Awaited<ReturnType<ReturnType<typeof createRetirement>['finish']>> | undefined
  const listing = await spool(found(), { folder, memoryBytes: charactersAtOnce })
  const written = await snapshots
    .write(place, items(listing), {
      isDryRun,
      writer: 'information_schema',
      by: retirement.by,
      now: retirement.now,
      observe: (transaction) => {
        const observer = createRetirement(transaction, place, retirement)
        return {
          open: observer.open,
          saw: observer.saw,
          close: async () => {
            retired = await observer.finish(scope, selection)
            await hold(transaction)
          },
        }
      },
    })
    .finally(listing.release)
  if (written.outcome !== 'written' || !retired) return undefined
  const { tables, columns, relationships, problems } = written.result
  const lost = problems.slice(0, maximumWarnings).map(({ detail }) => detail)
  return {
    isWaiting: retired.isWaiting,
    error,
    tables: known,
    result: {
      tables: { ...tables, ...retired.tables },
      columns: { ...columns, ...retired.columns },
      relationships: { ...relationships, suggested: 0 },
      retired_tables: retired.names,
      incomplete_schemas: scope.incomplete.map((name) =>
        [name ?? '(no schema)', reasons.get(name)].filter(Boolean).join(': '),
      ),
      profiled_tables: 0,
      excluded: { tables: leftOut, retired_tables: retired.excluded, unprofiled_tables: 0 },
      warnings: [...warnings, ...lost].slice(0, maximumWarnings),
    },
  }
}
