import type { Sql } from 'postgres'
import { columnsOfTable } from './catalog.ts'
import { organizationId } from './organization-id.ts'

/** The name of a column has one word of each list. */
const things = [
  'created',
  'billing',
  'shipping',
  'customer',
  'order',
  'product',
  'payment',
  'delivery',
  'support',
  'store',
]
const properties = ['id', 'name', 'amount', 'status', 'date', 'country', 'email', 'count', 'type', 'note']

/** The id of the table or column with a number; consecutive numbers give consecutive ids. */
const idAt = (kind: 'a' | 'b' | 'c', position: number): string =>
  `01920000-0000-7000-${kind}000-${position.toString(16).padStart(12, '0')}`

/** The id of a table that `fillColumns` creates. */
export const tableId = (position: number): string => idAt('b', position)
/** The id of a column that `fillColumns` creates. */
export const columnId = (position: number): string => idAt('c', position)

/**
 * Creates a database with tables of a hundred columns, three in ten with a description. Disables the
 * triggers, which would take most of the time.
 */
export async function fillColumns(
  sql: Sql,
  { sourceId, columns }: { sourceId: string; columns: number },
): Promise<void> {
  const databaseId = idAt('a', 0)
  const written = { created_at: new Date(), updated_at: new Date() }
  await sql`SET session_replication_role = replica`
  await sql`INSERT INTO databases ${sql({
    organization_id: organizationId,
    id: databaseId,
    integration_source_id: sourceId,
    name: 'filled',
    ...written,
  })}`
  await sql`
    INSERT INTO tables (organization_id, id, database_id, integration_source_id, schema_name, name, table_type, created_at,
      updated_at)
    SELECT ${organizationId}, ('01920000-0000-7000-b000-' || lpad(to_hex(number), 12, '0'))::uuid, ${databaseId}, ${sourceId},
      'schema_' || number % 20, 'orders_' || lpad(number::text, 5, '0'), 'TABLE', now(), now()
    FROM generate_series(0, ${columns / columnsOfTable - 1}::integer) AS number`
  await sql`
    INSERT INTO columns (organization_id, id, table_id, integration_source_id, name, data_type, ordinal_position,
      description, description_source, description_generated_at, created_at, updated_at)
    SELECT ${organizationId}, ('01920000-0000-7000-c000-' || lpad(to_hex(number), 12, '0'))::uuid,
      ('01920000-0000-7000-b000-' || lpad(to_hex(number / ${columnsOfTable}::integer), 12, '0'))::uuid, ${sourceId},
      (${things}::text[])[number % 100 / 10 + 1] || '_' || (${properties}::text[])[number % 10 + 1], 'bigint', number % ${columnsOfTable}::integer + 1,
      CASE WHEN number % 10 < 3 THEN 'What this attribute of the order means, in a sentence as people write them.' END,
      CASE WHEN number % 10 < 3 THEN 'information_schema' END, CASE WHEN number % 10 < 3 THEN now() END, now(), now()
    FROM generate_series(0, ${columns - 1}::integer) AS number`
  await sql`
    INSERT INTO search_terms (organization_id, word)
    SELECT DISTINCT ${organizationId}::uuid, word
    FROM (SELECT DISTINCT name FROM columns UNION SELECT name FROM tables) AS named,
      unnest(tsvector_to_array(search_words(name))) AS word
    WHERE char_length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$'`
  await sql`SET session_replication_role = origin`
}
