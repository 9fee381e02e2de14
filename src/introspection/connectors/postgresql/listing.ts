import type { ConnectorColumn, ConnectorTable, ListingItem, TableType } from '../connector.ts'
import { storableTable } from '../storable.ts'
import { columnNames } from './column-names.ts'
import { foreignKeysOfPartitions, keyOfPartitions, parentsOf } from './partitions.ts'

/** A row of `listingStatement`: a table, or a schema without tables. */
export interface ListedRow {
  schema_name: string
  is_usable: boolean
  name: string | null
  /** Null if the table was dropped during the listing. */
  is_readable: boolean | null
  kind: 'r' | 'p' | 'v' | 'm' | 'f'
  row_count: number | null
  comment: string | null
  columns:
    | [
        name: string,
        type: string,
        isNullable: boolean,
        isKey: boolean,
        position: number,
        comment: string | null,
        baseType: string | null,
      ][]
    | null
  foreign_keys: ListedForeignKey[] | null
  unique_keys: string[][] | null
  /** The primary key that all partitions have, if the partitioned table has none. */
  partition_key: string[] | null
  partition_foreign_keys: ListedForeignKey[] | null
  parents: [schema: string, table: string][] | null
}

type ListedForeignKey = [columns: string[], schema: string, table: string, toColumns: string[]]

/**
 * The base type of a domain `t`, which may be based on another domain. `chain` has the types from one domain
 * to the next; `is_not_null` is whether one of the domains is NOT NULL.
 */
const domainBaseType = `(
  WITH RECURSIVE chain (oid, modifier, is_not_null) AS (
    SELECT t.typbasetype, t.typtypmod, t.typnotnull
    UNION ALL SELECT b.typbasetype, b.typtypmod, chain.is_not_null OR b.typnotnull
    FROM chain JOIN pg_catalog.pg_type b ON b.oid = chain.oid AND b.typtype = 'd')
  SELECT chain.oid, chain.modifier, chain.is_not_null
  FROM chain JOIN pg_catalog.pg_type e ON e.oid = chain.oid AND e.typtype <> 'd')`

/**
 * The underlying type of a type `e` that is not built in. Arrays have none: their names end with brackets.
 */
const baseType = (otherwise: string) => `CASE
    WHEN e.typtype = 'e' THEN 'enum'
    WHEN e.typtype = 'c' THEN 'record'
    WHEN e.typtype IN ('r', 'm') THEN 'range'
    WHEN e.typnamespace <> 'pg_catalog'::pg_catalog.regnamespace AND e.typcategory <> 'A'
      THEN e.typname::pg_catalog.text
    ELSE ${otherwise} END`

/**
 * The estimated rows of a table `c` and of all tables that inherit from it, such as its partitions, since a
 * query reads them too (`parts`). For a part that was never analyzed, such as the partition of a future
 * month, the estimate is the live tuples of the cumulative statistics.
 */
const rowsOfParts = `(
  WITH RECURSIVE parts (oid) AS (
    SELECT c.oid UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN parts ON parts.oid = i.inhparent)
  SELECT pg_catalog.sum(CASE WHEN part.reltuples >= 0 THEN part.reltuples
    ELSE pg_catalog.pg_stat_get_live_tuples(part.oid) END::pg_catalog.float8)
  FROM parts JOIN pg_catalog.pg_class part ON part.oid = parts.oid WHERE part.relkind <> 'p')`

const mayRead = (table: string) => `pg_catalog.has_any_column_privilege(${table}, 'SELECT')`

/** Whether the account may read the table `r` in the schema `s` that a foreign key refers to. */
const mayReference = `pg_catalog.has_schema_privilege(s.oid, 'USAGE') AND ${mayRead('r.oid')}`

/**
 * Reads everything about the tables of a database in one statement. The subquery `l` lists schemas and
 * tables; the details of each table are found by an index while its row is fetched. It reads pg_catalog,
 * since information_schema has neither comments nor materialized views. Partitions are not listed, nor are
 * foreign keys to tables that are not listed.
 */
export const listingStatement = `
  SELECT l.schema_name, l.is_usable, l.name, l.is_readable, l.kind, l.row_count,
    pg_catalog.obj_description(l.oid, 'pg_class') AS comment,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
        a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
        NOT (a.attnotnull OR COALESCE(d.is_not_null, false)),
        EXISTS (SELECT FROM pg_catalog.pg_index i
          WHERE i.indrelid = l.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)),
        a.attnum, pg_catalog.col_description(l.oid, a.attnum),
        ${baseType('CASE WHEN d.oid IS NOT NULL THEN pg_catalog.format_type(d.oid, d.modifier) END')}
      ) ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN LATERAL ${domainBaseType} d ON t.typtype = 'd'
        JOIN pg_catalog.pg_type e ON e.oid = COALESCE(d.oid, t.oid)
      WHERE a.attrelid = l.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
        ${columnNames('f.conrelid', 'f.conkey')}, s.nspname, r.relname,
        ${columnNames('f.confrelid', 'f.confkey')}
      ) ORDER BY f.conname)
      FROM pg_catalog.pg_constraint f JOIN pg_catalog.pg_class r ON r.oid = f.confrelid
        JOIN pg_catalog.pg_namespace s ON s.oid = r.relnamespace
      WHERE f.conrelid = l.oid AND f.contype = 'f' AND f.conparentid = 0 AND NOT r.relispartition
        AND ${mayReference}) AS foreign_keys,
    (SELECT pg_catalog.json_agg(
        ${columnNames('i.indrelid', '(i.indkey::pg_catalog.int2[])[0:i.indnkeyatts - 1]')}
        ORDER BY i.indisprimary DESC, i.indexrelid)
      FROM pg_catalog.pg_index i
      WHERE i.indrelid = l.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
    ) AS unique_keys,
    CASE WHEN l.kind = 'p' THEN ${keyOfPartitions('l.oid')} END AS partition_key,
    CASE WHEN l.kind = 'p' THEN ${foreignKeysOfPartitions('l.oid', mayReference)} END
      AS partition_foreign_keys,
    ${parentsOf('l.oid')} AS parents
  FROM (
    SELECT n.nspname AS schema_name, c.oid, c.relname AS name, c.relkind::pg_catalog.text AS kind,
      pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS is_usable, ${mayRead('c.oid')} AS is_readable,
      CASE WHEN c.relkind NOT IN ('r', 'p', 'm') THEN NULL WHEN c.relhassubclass THEN ${rowsOfParts}
        WHEN c.reltuples >= 0 THEN c.reltuples::pg_catalog.float8 END AS row_count
    FROM pg_catalog.pg_namespace n LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
      AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
      AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    ORDER BY n.nspname, c.relname OFFSET 0
  ) l`

const tableTypes: Readonly<Record<ListedRow['kind'], TableType>> = {
  r: 'TABLE',
  p: 'TABLE',
  v: 'VIEW',
  m: 'MATERIALIZED_VIEW',
  f: 'FOREIGN_TABLE',
}

const toColumn = ([name, type, isNullable, isKey, position, comment, baseType]: NonNullable<
  ListedRow['columns']
>[number]): ConnectorColumn => ({
  name,
  data_type: type,
  ...(baseType !== null && { base_type: baseType }),
  is_nullable: isNullable,
  is_primary_key: isKey,
  ordinal_position: position,
  comment,
})

/** The foreign keys of a table and those of all its partitions, without duplicates. */
function foreignKeysOf({ foreign_keys, partition_foreign_keys }: ListedRow): ListedForeignKey[] {
  const own = foreign_keys ?? []
  const known = new Set(own.map((key) => JSON.stringify(key)))
  return [...own, ...(partition_foreign_keys ?? []).filter((key) => !known.has(JSON.stringify(key)))]
}

const toTable = (row: ListedRow, name: string): ConnectorTable => ({
  schema_name: row.schema_name,
  name,
  table_type: tableTypes[row.kind],
  comment: row.comment,
  row_count: row.row_count,
  columns: (row.columns ?? [])
    .map(toColumn)
    .map((column) =>
      row.partition_key?.includes(column.name) ? { ...column, is_primary_key: true } : column,
    ),
  foreign_keys: foreignKeysOf(row).map(([columns, schema, table, toColumns]) => ({
    columns,
    to_schema_name: schema,
    to_table_name: table,
    to_columns: toColumns,
  })),
  unique_keys: [...(row.partition_key ? [row.partition_key] : []), ...(row.unique_keys ?? [])],
  ...(row.parents && {
    inherits: row.parents.map(([schema_name, parent]) => ({ schema_name, name: parent })),
  }),
})

/** Converts the rows of `listingStatement` to a listing. */
export async function* listing(
  pages: AsyncIterable<readonly ListedRow[]>,
): AsyncGenerator<ListingItem, void, undefined> {
  let schema: { name: string; isComplete: boolean } | undefined
  for await (const rows of pages) {
    for (const row of rows) {
      if (schema?.name !== row.schema_name) {
        if (schema) yield schemaItem(schema)
        schema = { name: row.schema_name, isComplete: row.is_usable }
      }
      if (row.name === null || row.is_readable === null) continue
      if (row.is_readable) yield* storableTable(toTable(row, row.name))
      else schema.isComplete = false
    }
  }
  if (schema) yield schemaItem(schema)
  yield { kind: 'database', is_complete: true }
}

const schemaItem = ({ name, isComplete }: { name: string; isComplete: boolean }): ListingItem => ({
  kind: 'schema',
  schema_name: name,
  is_complete: isComplete,
  ...(!isComplete && { reason: 'permission_denied' as const }),
})
