import type { components } from '../../contract/handlers.ts'
import { versioned } from '../../http/answering/conditional.ts'
import { readActor } from '../../identity/principal.ts'
import type { Run } from './repository.ts'

const iso = (time: Date | null): string | null => time?.toISOString() ?? null

function toRunDatabase(part: Run['databases'][number]): components['schemas']['IntrospectionRunDatabase'] {
  const seconds =
    part.startedAt && ((part.finishedAt ?? new Date()).getTime() - part.startedAt.getTime()) / 1000
  return {
    database_id: part.databaseId,
    name: part.name,
    status: part.status,
    phase: part.status === 'running' ? part.phase : null,
    current_object: part.status === 'running' ? part.currentObject : null,
    tables_done: part.tablesDone,
    tables_expected: part.tablesExpected || null,
    columns_done: part.columnsDone,
    columns_expected: part.columnsExpected || null,
    profiled_done: part.profiledDone,
    columns_per_second: seconds ? Math.round((part.columnsDone / seconds) * 10) / 10 : null,
    ...(part.result && { result: part.result }),
    error_reason: part.errorReason,
    error_detail: part.errorDetail,
    started_at: iso(part.startedAt),
    finished_at: iso(part.finishedAt),
  }
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)
const isOver = ({ status }: Run['databases'][number]) => ['succeeded', 'failed', 'cancelled'].includes(status)

/** Maps a run to its representation in the contract. */
export const toIntrospectionRun = (run: Run): components['schemas']['IntrospectionRun'] => ({
  id: run.id,
  integration_source_id: run.integrationSourceId,
  status: run.status,
  dry_run: run.isDryRun,
  profile: run.profile,
  requested_by: readActor(run.requestedBy),
  queue_position: run.queuePosition,
  databases_done: run.databases.filter(isOver).length,
  databases_expected: run.databases.length,
  tables_done: sum(run.databases.map(({ tablesDone }) => tablesDone)),
  columns_done: sum(run.databases.map(({ columnsDone }) => columnsDone)),
  databases: run.databases.map(toRunDatabase),
  error_reason: run.errorReason,
  error_detail: run.errorDetail,
  started_at: iso(run.startedAt),
  finished_at: iso(run.finishedAt),
  created_at: run.createdAt.toISOString(),
  updated_at: run.updatedAt.toISOString(),
})

/**
 * The representation of a run and its version. The version follows from the representation and not from the
 * revision of the row, since a run also shows the names of its databases, its queue position and its speed.
 */
export const versionedRun = (run: Run) => versioned(run.id, toIntrospectionRun(run))
