import { columnNames } from './column-names.ts'

/** The leaf partitions of a table, at any level. PostgreSQL 11 does not have pg_partition_tree yet. */
const leaves = (table: string) => `
  WITH RECURSIVE part (relid) AS (
    SELECT ${table}
    UNION ALL SELECT h.inhrelid FROM part JOIN pg_catalog.pg_inherits h ON h.inhparent = part.relid)
  SELECT part.relid FROM part JOIN pg_catalog.pg_class c ON c.oid = part.relid WHERE c.relkind <> 'p'`

/**
 * The columns of the primary key that all partitions of a table share, if the table itself has none. Null if
 * the partitions differ. Keys are often created for each partition; before PostgreSQL 11, they had to be.
 */
export const keyOfPartitions = (table: string) => `(
  SELECT pg_catalog.min(k.names)::pg_catalog.json
  FROM (${leaves(table)}) p
    LEFT JOIN pg_catalog.pg_index i ON i.indrelid = p.relid AND i.indisprimary
    CROSS JOIN LATERAL (
      SELECT ${columnNames('i.indrelid', '(i.indkey::pg_catalog.int2[])[0:i.indnkeyatts - 1]')}::pg_catalog.text
        AS names
    ) k
  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_index o WHERE o.indrelid = ${table} AND o.indisprimary)
  HAVING pg_catalog.count(*) = pg_catalog.count(k.names)
    AND pg_catalog.min(k.names) = pg_catalog.max(k.names))`

/**
 * The foreign keys that all partitions of a table share. They include those of the table, in the same form.
 *
 * @param mayReference a condition for the referenced table `r` in the schema `s`
 */
export const foreignKeysOfPartitions = (table: string, mayReference: string) => `(
  SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
      g.columns::pg_catalog.json, g.schema_name, g.table_name, g.to_columns::pg_catalog.json)
    ORDER BY g.columns, g.schema_name, g.table_name)
  FROM (
    SELECT ${columnNames('f.conrelid', 'f.conkey')}::pg_catalog.text AS columns,
      s.nspname AS schema_name, r.relname AS table_name,
      ${columnNames('f.confrelid', 'f.confkey')}::pg_catalog.text AS to_columns
    FROM (${leaves(table)}) p
      JOIN pg_catalog.pg_constraint f ON f.conrelid = p.relid AND f.contype = 'f'
      JOIN pg_catalog.pg_class r ON r.oid = f.confrelid
      JOIN pg_catalog.pg_namespace s ON s.oid = r.relnamespace
    WHERE NOT r.relispartition AND ${mayReference}
    GROUP BY 1, 2, 3, 4
    HAVING pg_catalog.count(DISTINCT f.conrelid) = (SELECT pg_catalog.count(*) FROM (${leaves(table)}) l)
  ) g)`

/** The tables from which a table inherits directly, if it is not a partition. */
export const parentsOf = (table: string) => `(
  SELECT pg_catalog.json_agg(pg_catalog.json_build_array(s.nspname, c.relname) ORDER BY h.inhseqno)
  FROM pg_catalog.pg_inherits h
    JOIN pg_catalog.pg_class c ON c.oid = h.inhparent
    JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
  WHERE h.inhrelid = ${table})`
