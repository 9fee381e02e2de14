import type { SnapshotTarget } from '../../catalog/snapshot/foreign-keys.ts'
import type { SnapshotRepository } from '../../catalog/snapshot/repository.ts'
import type { BodyItem, components } from '../../contract/handlers.ts'
import type { Transaction } from '../../db/client.ts'
import type { RunResult } from '../../db/schema.ts'
import type { Spool } from '../../http/uploads/spool.ts'
import { splitLines } from '../../values/lines.ts'
import type { SourceConnection } from '../connectors/connector.ts'
import { ConnectorError } from '../connectors/connector-error.ts'
import type { Selection } from '../selection/selection.ts'
import type { ListedTables } from './listed-tables.ts'
import type { Progress } from './progress.ts'
import { type ListingStorage, maximumWarnings, receiveListing } from './receive-listing.ts'
import { createRetirement, type RetirementOptions } from './retirement.ts'

type TableSnapshot = components['schemas']['TableSnapshot']

/** The result of listing a database into the catalog. */
export interface Listed {
  result: RunResult
  /** Whether the run waits for an approval to retire more than the usual share. */
  isWaiting: boolean
  /** Why the listing broke off. The tables found until then are stored. */
  error: ConnectorError | undefined
  /** Facts that the catalog does not store, for profiles and the inference of relationships. */
  tables: ListedTables
}

async function* itemsOf(listing: Spool, progress: Progress): AsyncGenerator<BodyItem<TableSnapshot>> {
  for await (const { number, bytes } of splitLines(listing.read(), Number.POSITIVE_INFINITY)) {
    if (progress.isCancelled()) throw new ConnectorError('cancelled')
    yield { line: number, item: JSON.parse(String(bytes)) }
  }
}

/**
 * Lists a database into the catalog: stores tables, columns, declared keys and comments, and retires what is
 * gone. All of it is one transaction, which begins after the whole listing was received. So a slow or silent
 * source holds neither a lock nor the change feed. When a listing breaks off, the tables found until then are
 * stored, and nothing is retired in schemas that it did not finish.
 *
 * @returns undefined when the database is no longer in the catalog
 * @throws ConnectorError `cancelled` when the run was cancelled
 */
export async function listDatabase(
  connector: Pick<SourceConnection, 'tables'>,
  {
    databaseName,
    target,
    isDryRun,
    selection,
  }: { databaseName: string; target: SnapshotTarget; isDryRun: boolean; selection: Selection },
  {
    snapshots,
    progress,
    retirement,
    listings,
    hold,
  }: {
    snapshots: SnapshotRepository
    progress: Progress
    retirement: RetirementOptions
    listings: ListingStorage
    /** Called before the commit. Throws when the claim was lost, so that nothing is written. */
    hold: (transaction: Transaction) => Promise<void>
  },
): Promise<Listed | undefined> {
  const received = await receiveListing(connector, { databaseName, selection }, { progress, listings })
  const { scope, reasons, warnings } = received
  let retired: Awaited<ReturnType<ReturnType<typeof createRetirement>['finish']>> | undefined
  const written = await snapshots
    .write(target, itemsOf(received.lines, progress), {
      isDryRun,
      writer: 'information_schema',
      by: retirement.by,
      now: retirement.now,
      observe: (transaction) => {
        const observer = createRetirement(transaction, target, retirement)
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
    .finally(received.lines.release)
  if (written.outcome !== 'written' || !retired) return undefined
  const { tables, columns, relationships, problems } = written.result
  const problemDetails = problems.slice(0, maximumWarnings).map(({ detail }) => detail)
  return {
    isWaiting: retired.isWaiting,
    error: received.error,
    tables: received.tables,
    result: {
      tables: { ...tables, ...retired.tables },
      columns: { ...columns, ...retired.columns },
      relationships: { ...relationships, suggested: 0 },
      retired_tables: retired.names,
      incomplete_schemas: scope.incomplete.map((name) =>
        [name ?? '(no schema)', reasons.get(name)].filter(Boolean).join(': '),
      ),
      profiled_tables: 0,
      excluded: { tables: received.excludedTables, retired_tables: retired.excluded, unprofiled_tables: 0 },
      warnings: [...warnings, ...problemDetails].slice(0, maximumWarnings),
    },
  }
}
