import type { components } from '../../contract/handlers.ts'
import { readTime } from '../../values/read-time.ts'
import { wordsOf } from '../words.ts'
import { type ProfiledColumn, profileColumn } from './column-profile.ts'
import { typeFamilyOf } from './data-type.ts'
import { defaultProfilingOptions, type ProfilingOptions } from './options.ts'
import type { TableSample } from './table-sample.ts'

/**
 * The profile of a table from a sample, with the fields of the contract:
 * - `null_pct_overall`: the percentage of nulls among all values of the sample.
 * - `field_null_pct`, `field_distinct_pct`: `null_pct` and `distinct_pct` of the columns, by name, where they
 *   are known.
 * - `earliest_timestamp`, `latest_timestamp`: the range of the column that dates the rows; null without one.
 * - `is_time_range_sampled`: whether that range is the one of the sample only; see `withTimeRange`. Null
 *   without a range.
 * - `date_grain`: the coarsest unit to which all times of that column are aligned: `second`, `minute`,
 *   `hour`, `day`, `week` (Mondays), `month`, `quarter` or `year`.
 * - `is_staging_table`: whether the name is that of a staging table; see `isStagingName`.
 * - `sampled_rows`: the number of rows that were read.
 * - `is_sampled`: whether the table has more rows.
 */
export type TableProfile = Required<
  Pick<
    components['schemas']['Table'],
    | 'null_pct_overall'
    | 'field_null_pct'
    | 'field_distinct_pct'
    | 'earliest_timestamp'
    | 'latest_timestamp'
    | 'date_grain'
    | 'is_staging_table'
    | 'is_sampled'
    | 'sampled_rows'
    | 'is_time_range_sampled'
  >
>

/** The profile of a table and of its columns. */
export interface ProfiledTable {
  profile: TableProfile
  columns: ProfiledColumn[]
  /** The name of the column that dates the rows; null without one. */
  datedBy: string | null
  /** The names of columns that were excluded, or not reached before the timeout. */
  skipped: string[]
}

/** Returns one percentage of each column, by name. Leaves out columns for which it is unknown. */
export const sharesOf = (
  columns: readonly Pick<ProfiledColumn, 'name' | 'profile'>[],
  share: 'null_pct' | 'distinct_pct',
): Record<string, number> =>
  Object.fromEntries(
    columns.flatMap(({ name, profile }) => {
      const value = profile[share]
      return typeof value === 'number' ? [[name, value]] : []
    }),
  )

const stagingStarts = new Set('stg staging stage tmp temp temporary raw landing bak bkp backup'.split(' '))
const stagingEnds = new Set('stg staging tmp temp temporary raw bak bkp backup old deprecated'.split(' '))
const stagingSchemas = new Set('stg staging stage tmp temp raw landing scratch sandbox backup'.split(' '))

/**
 * Whether a table seems to be a staging table or a copy and not meant for analysis. Its name begins with a
 * word such as `stg`, `tmp` or `raw`, or ends with one such as `tmp`, `backup` or `old`, or with a date of
 * eight digits; or the name of its schema has such a word.
 */
export function isStagingName(schemaName: string | null, name: string): boolean {
  const words = wordsOf(name)
  return (
    (words.length > 1 && stagingStarts.has(words[0] as string)) ||
    stagingEnds.has(words.at(-1) ?? '') ||
    wordsOf(schemaName ?? '').some((word) => stagingSchemas.has(word)) ||
    /[_.-](?:19|20)\d{2}[01]\d[0-3]\d$/.test(name)
  )
}

const day = 24 * 60 * 60 * 1000
const grains: readonly (readonly [string, (time: Date) => boolean])[] = [
  ['year', (time) => time.getUTCMonth() === 0 && time.getUTCDate() === 1 && time.getTime() % day === 0],
  [
    'quarter',
    (time) => time.getUTCMonth() % 3 === 0 && time.getUTCDate() === 1 && time.getTime() % day === 0,
  ],
  ['month', (time) => time.getUTCDate() === 1 && time.getTime() % day === 0],
  ['week', (time) => time.getUTCDay() === 1 && time.getTime() % day === 0],
  ['day', (time) => time.getTime() % day === 0],
  ['hour', (time) => time.getTime() % (day / 24) === 0],
  ['minute', (time) => time.getTime() % (day / 24 / 60) === 0],
]

/**
 * Returns the coarsest unit to which all times are aligned, in UTC; `second` if there is none. Null for fewer
 * than two distinct times.
 */
export function dateGrainOf(times: readonly Date[]): string | null {
  if (new Set(times.map((time) => time.getTime())).size < 2) return null
  return grains.find(([, isAligned]) => times.every(isAligned))?.[0] ?? 'second'
}

const timeForm = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)? ?(?:Z|([+-]\d\d):?(\d\d)?)?)?$/

/** Converts a value of a source to a time; null if the contract cannot express it, e.g. a year before 1. */
function timeOf(value: unknown): Date | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : timeOf(value.toISOString())
  if (typeof value !== 'string') return null
  const [, day, clock = '00:00', seconds = ':00', hours, minutes = '00'] = timeForm.exec(value) ?? []
  if (day === undefined) return null
  // Systems that print no zone mean UTC.
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`
  return readTime(`${day} ${clock}${seconds}${zone}`) ?? null
}

const eventWords = [
  'created',
  'ordered',
  'order',
  'event',
  'transaction',
  'invoice',
  'payment',
  'occurred',
  'sold',
]
const changeWords = [
  'updated',
  'modified',
  'changed',
  'deleted',
  'birthdate',
  'birth',
  'expire',
  'due',
  'valid',
]

/** Finds the column that dates the rows, with its times. Prefers names of events, and few nulls. */
function findDates(
  sample: TableSample,
  insensitive: ReadonlySet<string>,
  maxRows: number,
): { name: string | null; times: Date[] } {
  const rows = sample.rows.slice(0, maxRows)
  const has = (words: readonly string[], list: readonly string[]): number =>
    words.some((word) => list.includes(word)) ? 1 : 0
  const candidates = sample.columns
    .map(({ name, data_type }, index) => ({ name, index, family: typeFamilyOf(data_type) }))
    .filter(({ name, family }) => (family === 'timestamp' || family === 'date') && insensitive.has(name))
    .map(({ name, index }) => {
      const words = wordsOf(name)
      const times = rows.flatMap((row) => timeOf(row[index]) ?? [])
      return {
        name,
        times,
        rank: times.length * (1 + has(words, eventWords) - 0.9 * has(words, changeWords)),
      }
    })
    .sort((one, other) => other.rank - one.rank)
  const [{ name, times } = { name: null, times: [] }] = candidates
  return { name: times.length === 0 ? null : name, times }
}

/**
 * Profiles a table from a sample of its rows. The memory is bounded by the sample and by `maxHashes` for each
 * column. After `maxMilliseconds` the remaining columns are skipped.
 */
export function profileTable(sample: TableSample, options: Partial<ProfilingOptions> = {}): ProfiledTable {
  const limits = { ...defaultProfilingOptions, ...options }
  const end = limits.now() + limits.maxMilliseconds
  const columns: ProfiledColumn[] = []
  const skipped: string[] = []
  sample.columns.forEach((column, index) => {
    if (limits.excludedColumns.includes(column.name) || limits.now() > end) skipped.push(column.name)
    else columns.push(profileColumn(sample, index, limits))
  })
  const nulls = columns.flatMap(({ profile }) => profile.null_pct ?? [])
  const insensitive = columns.filter(({ sensitivity }) => sensitivity === null).map(({ name }) => name)
  const { name: datedBy, times } = findDates(sample, new Set(insensitive), limits.maxRows)
  const sampledRows = Math.min(sample.rows.length, limits.maxRows)
  const isSampled = !sample.is_complete || sampledRows < sample.rows.length
  const milliseconds = times.map((time) => time.getTime()).sort((one, other) => one - other)
  const iso = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString())
  return {
    columns,
    skipped,
    datedBy,
    profile: {
      null_pct_overall:
        nulls.length === 0
          ? null
          : Number((nulls.reduce((sum, value) => sum + value, 0) / nulls.length).toFixed(4)),
      field_null_pct: sharesOf(columns, 'null_pct'),
      field_distinct_pct: sharesOf(columns, 'distinct_pct'),
      earliest_timestamp: iso(milliseconds[0]),
      latest_timestamp: iso(milliseconds.at(-1)),
      date_grain: dateGrainOf(times),
      is_staging_table: isStagingName(sample.schema_name, sample.name),
      is_sampled: isSampled,
      sampled_rows: sampledRows,
      is_time_range_sampled: datedBy === null ? null : isSampled,
    },
  }
}

/** Replaces the time range of a profile by that of all rows, given as texts of the source system. */
export function withTimeRange<Profile extends Omit<TableProfile, 'field_null_pct' | 'field_distinct_pct'>>(
  profile: Profile,
  { earliest, latest }: { earliest: string | null; latest: string | null },
): Profile {
  const [from, to] = [timeOf(earliest), timeOf(latest)]
  if (from === null || to === null) return profile
  return {
    ...profile,
    earliest_timestamp: from.toISOString(),
    latest_timestamp: to.toISOString(),
    is_time_range_sampled: false,
  }
}
