import { sql } from 'drizzle-orm'
import { type AnyPgColumn, index } from 'drizzle-orm/pg-core'

/**
 * What search reads, on the table itself, so that a row is found as soon as it is written. The functions are in the
 * migration. The scope lets one index serve a whole organization as well as one source of it.
 *
 * @param names the texts that name a row: the first one alone is looked up by its beginning
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
    // An array, so that nothing but the search takes this index: it has too little for any other question about an
    // organization, which PostgreSQL cannot know of a table without statistics.
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
      // Every search reads the list of what is not merged into the index yet.
      .with({ gin_pending_list_limit: 256 }),
  ]
}
