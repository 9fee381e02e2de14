import { sql } from 'drizzle-orm'
import { type AnyPgColumn, index } from 'drizzle-orm/pg-core'

/**
 * The indexes for the search. They are on the table itself, so that a row is found as soon as it is
 * committed. Their functions are in `drizzle/functions/search_text.sql`. The array of ids lets one index
 * serve searches in an organization and in a source.
 *
 * @param names the columns with names of a row; the search by prefix uses only the first one
 */
export const searchIndexes = (
  table: string,
  columns: { organizationId: AnyPgColumn; description: AnyPgColumn },
  source: AnyPgColumn,
  names: [AnyPgColumn, ...AnyPgColumn[]],
) => {
  const bare = ({ name }: AnyPgColumn) => sql.identifier(name)
  const name = sql.join(names.map(bare), sql` || ' ' || `)
  return [
    // The id is in an array so that only the search can use this index. Without statistics PostgreSQL would
    // also choose it for other queries of an organization, for which it is slow.
    index(`${table}_search_key`).on(
      sql`(ARRAY[${bare(columns.organizationId)}])`,
      sql`search_key(${bare(names[0])}) COLLATE "C"`,
    ),
    index(`${table}_search`)
      .using(
        'gin',
        sql`(ARRAY[${bare(columns.organizationId)}, ${bare(source)}])`,
        sql`search_words(${name})`,
        sql`search_words(${name} || ' ' || ${bare(columns.description)})`,
      )
      // Every search scans the pending list of the index, so it must stay short.
      .with({ gin_pending_list_limit: 256 }),
  ]
}
