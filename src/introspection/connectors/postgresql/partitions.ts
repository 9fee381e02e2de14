import { columnNames } from './column-names.ts'

/** The partitions that hold rows, over any number of levels. PostgreSQL 11 has no function for it. */
const leaves = (table: string) => `
  WITH RECURSIVE part (relid) AS (
    SELECT ${table}
    UNION ALL SELECT h.inhrelid FROM part JOIN pg_catalog.pg_inherits h ON h.inhparent = part.relid)
  SELECT part.relid FROM part JOIN pg_catalog.pg_class c ON c.oid = part.relid WHERE c.relkind <> 'p'`

/**
 * The columns of the primary key that every partition of a table has, where the table itself has none: keys are often
 * made for each partition alone, as they had to be before PostgreSQL 11. Null where they do not agree.
 */
export const keyOfPartitions = (table: string) => `(
  SELECT pg_catalog.min(k.names)::pg_catalog.json
  FROM (${leaves(table)}) p
    LEFT JOIN pg_catalog.pg_index i ON i.indrelid = p.relid AND i.indisprimary
    CROSS JOIN LATERAL (SELECT ${columnNames('i.indrelid', '(i.indkey::pg_catalog.int2[])[0:i.indnkeyatts - 1]')}::pg_catalog.text AS names) k
  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_index o WHERE o.indrelid = ${table} AND o.indisprimary)
  HAVING pg_catalog.count(*) = pg_catalog.count(k.names) AND pg_catalog.min(k.names) = pg_catalog.max(k.names))`

/**
 * The foreign keys that every partition of a table has, those of the table itself among them, in the form of its own.
 *
 * @param mayRead a condition on the other end, which is `r` in the schema `s`
 */
export const foreignKeysOfPartitions = (table: string, mayRead: string) => `(
  SELECT pg_catalog.json_agg(pg_catalog.json_build_array(g.columns::pg_catalog.json, g.schema_name, g.table_name,
      g.to_columns::pg_catalog.json) ORDER BY g.columns, g.schema_name, g.table_name)
  FROM (
    SELECT ${columnNames('f.conrelid', 'f.conkey')}::pg_catalog.text AS columns, s.nspname AS schema_name, r.relname AS table_name,
      ${columnNames('f.confrelid', 'f.confkey')}::pg_catalog.text AS to_columns
    FROM (${leaves(table)}) p
      JOIN pg_catalog.pg_constraint f ON f.conrelid = p.relid AND f.contype = 'f'
      JOIN pg_catalog.pg_class r ON r.oid = f.confrelid
      JOIN pg_catalog.pg_namespace s ON s.oid = r.relnamespace
    WHERE NOT r.relispartition AND ${mayRead}
    GROUP BY 1, 2, 3, 4
    HAVING pg_catalog.count(DISTINCT f.conrelid) = (SELECT pg_catalog.count(*) FROM (${leaves(table)}) l)
  ) g)`

/** The tables that a table inherits from by itself, and is no partition of. */
export const parentsOf = (table: string) => `(
  SELECT pg_catalog.json_agg(pg_catalog.json_build_array(s.nspname, c.relname) ORDER BY h.inhseqno)
  FROM pg_catalog.pg_inherits h
    JOIN pg_catalog.pg_class c ON c.oid = h.inhparent
    JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
  WHERE h.inhrelid = ${table})`
