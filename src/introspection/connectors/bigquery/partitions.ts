import { quoted } from './listing.ts'
import { literal } from './literal.ts'

const view = (project: string, dataset: string, name: string) =>
  `${quoted(project)}.${quoted(dataset)}.INFORMATION_SCHEMA.${name}`

/** Finds the newest daily table whose name starts with `start`. */
export const newestShardStatement = (project: string, dataset: string, start: string): string =>
  `SELECT MAX(table_name) AS name FROM ${view(project, dataset, 'TABLES')}
  WHERE STARTS_WITH(table_name, ${literal(start)})
    AND REGEXP_CONTAINS(SUBSTR(table_name, ${start.length + 1}), r'^\\d{8}$')`

/** Finds the column by which a table is partitioned, and the partition that was written last. */
export const partitionStatement = (project: string, dataset: string, name: string): string =>
  `SELECT c.column_name, c.data_type, MAX_BY(p.partition_id, p.last_modified_time) AS partition
  FROM ${view(project, dataset, 'COLUMNS')} AS c
  JOIN ${view(project, dataset, 'PARTITIONS')} AS p ON p.table_name = c.table_name
  WHERE c.table_name = ${literal(name)} AND c.is_partitioning_column = 'YES' AND p.total_rows > 0
    AND NOT STARTS_WITH(p.partition_id, '__')
  GROUP BY c.column_name, c.data_type`

const timePartitionId = /^(\d{4})(\d\d)?(\d\d)?(\d\d)?$/

/**
 * The condition that selects a partition and all later ones. The id of a partition is the time at which it
 * starts, in digits, or its first number: https://cloud.google.com/bigquery/docs/managing-partitioned-tables
 */
export function partitionFilter(column: string, type: string, id: string): string | undefined {
  const value = `t.${quoted(column)}`
  if (type === 'INT64') return /^-?\d+$/.test(id) ? `${value} >= ${id}` : undefined
  const [, year, month = '01', day = '01', hour = '00'] = timePartitionId.exec(id) ?? []
  if (year === undefined || !/^(?:DATE|DATETIME|TIMESTAMP)$/.test(type)) return undefined
  const date = `${year}-${month}-${day}`
  return `${value} >= ${type} '${type === 'DATE' ? date : `${date} ${hour}:00:00`}'`
}
