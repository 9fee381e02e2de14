import { sql } from 'drizzle-orm'
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { oneOf } from './checks.ts'
import { time } from './column-types.ts'
import { databases } from './databases.ts'
import { integrationSources } from './integration-sources.ts'

const runStatuses = ['queued', 'running', 'waiting_for_approval', 'succeeded', 'failed', 'cancelled'] as const

/** Introspection runs over databases of a source: queued, running and finished. */
export const introspectionRuns = pgTable(
  'introspection_runs',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    status: text('status', { enum: runStatuses }).notNull().default('queued'),
    isDryRun: boolean('dry_run').notNull().default(false),
    profile: boolean('profile').notNull().default(true),
    requestedBy: text('requested_by').notNull(),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    /** Why the run failed, when none of its databases has the reason. */
    errorReason: text('error_reason'),
    errorDetail: text('error_detail'),
    /**
     * When a worker last claimed one of its databases. The run that waited longest is next, which is fair.
     */
    lastTurnAt: time('last_turn_at'),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
    revision: integer('revision').notNull().default(1),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'introspection_runs_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'introspection_runs_source',
      columns: [table.organizationId, table.integrationSourceId],
      foreignColumns: [integrationSources.organizationId, integrationSources.id],
    }).onDelete('cascade'),
    index('introspection_runs_of_source').on(table.organizationId, table.integrationSourceId, table.id),
    // For workers and metrics, which read the runs of all organizations.
    index('introspection_runs_open')
      .on(table.status)
      .where(sql`${table.status} IN ('queued', 'running', 'waiting_for_approval')`),
    index('introspection_runs_queued').on(table.organizationId).where(sql`${table.status} = 'queued'`),
    oneOf('introspection_runs_status', table.status, runStatuses),
  ],
)

export type IntrospectionRunRow = typeof introspectionRuns.$inferSelect

const runDatabaseStatuses = [
  'pending',
  'running',
  'waiting_for_approval',
  'succeeded',
  'failed',
  'cancelled',
] as const

/** The result of one database in a run. */
export interface RunResult {
  tables: { created: number; updated: number; unchanged: number; retired: number; returned: number }
  columns: { created: number; updated: number; unchanged: number; retired: number; returned: number }
  relationships: { created: number; updated: number; unchanged: number; suggested: number }
  retired_tables: string[]
  incomplete_schemas: string[]
  profiled_tables: number
  /** Missing in results of earlier versions. */
  proposed_renames?: number
  /** How many tables the patterns of the source excluded. */
  excluded: { tables: number; retired_tables: number; unprofiled_tables: number }
  warnings: string[]
}

/** The databases of a run, in its order. */
export const introspectionRunDatabases = pgTable(
  'introspection_run_databases',
  {
    organizationId: uuid('organization_id').notNull(),
    runId: uuid('run_id').notNull(),
    databaseId: uuid('database_id').notNull(),
    position: integer('position').notNull(),
    status: text('status', { enum: runDatabaseStatuses }).notNull().default('pending'),
    /**
     * How often workers claimed it since it was requested, to stop retries of a database that crashes
     * workers.
     */
    attempts: integer('attempts').notNull().default(0),
    /** Whether somebody approved that it retires more than the usual share. */
    isRetirementApproved: boolean('retirement_approved').notNull().default(false),
    phase: text('phase', { enum: ['listing', 'profiling', 'relating'] }),
    currentObject: text('current_object'),
    tablesDone: integer('tables_done').notNull().default(0),
    tablesExpected: integer('tables_expected'),
    columnsDone: integer('columns_done').notNull().default(0),
    columnsExpected: integer('columns_expected'),
    profiledDone: integer('profiled_done').notNull().default(0),
    result: jsonb('result').$type<RunResult>(),
    errorReason: text('error_reason'),
    errorDetail: text('error_detail'),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
  },
  (table) => [
    primaryKey({
      name: 'introspection_run_databases_key',
      columns: [table.organizationId, table.runId, table.databaseId],
    }),
    foreignKey({
      name: 'introspection_run_databases_run',
      columns: [table.organizationId, table.runId],
      foreignColumns: [introspectionRuns.organizationId, introspectionRuns.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'introspection_run_databases_database',
      columns: [table.organizationId, table.databaseId],
      foreignColumns: [databases.organizationId, databases.id],
    }).onDelete('cascade'),
    index('introspection_run_databases_of_database').on(table.organizationId, table.databaseId),
    oneOf('introspection_run_databases_status', table.status, runDatabaseStatuses),
  ],
)

export type IntrospectionRunDatabaseRow = typeof introspectionRunDatabases.$inferSelect

/** Schedules for the introspection of sources. */
export const introspectionSchedules = pgTable(
  'introspection_schedules',
  {
    organizationId: uuid('organization_id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    /** Part of the ETag: changes when the schedule is deleted and set again. */
    id: uuid('id').notNull().defaultRandom(),
    cron: text('cron').notNull(),
    timeZone: text('time_zone').notNull(),
    profile: boolean('profile').notNull().default(true),
    isActive: boolean('is_active').notNull().default(true),
    /** When the next run is due; null while the schedule or its source is inactive. */
    nextRunAt: time('next_run_at'),
    setBy: text('set_by').notNull(),
    revision: integer('revision').notNull().default(1),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'introspection_schedules_key',
      columns: [table.organizationId, table.integrationSourceId],
    }),
    foreignKey({
      name: 'introspection_schedules_source',
      columns: [table.organizationId, table.integrationSourceId],
      foreignColumns: [integrationSources.organizationId, integrationSources.id],
    }).onDelete('cascade'),
    index('introspection_schedules_due').on(table.nextRunAt),
  ],
)

export type IntrospectionScheduleRow = typeof introspectionSchedules.$inferSelect
