import { getTableColumns } from 'drizzle-orm'
import { allKinds, kindTriggers } from './all-kinds.ts'

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
const call = (maker: string, ...values: string[]): string => `SELECT ${maker}(${values.join(', ')});`

/**
 * The functions and triggers that follow from `kinds.ts`, as SQL: the feed, revisions, layers, staleness and the words of
 * the search. They call the makers of `drizzle/functions`.
 *
 * @param written the definitions of `drizzle/functions`. A kind whose structure has parts of other tables has its
 *   `structure_of` there; for the others it is derived.
 */
export function kindDefinitions(written: string): string {
  const described = kindTriggers.filter((kind) => kind.described)
  const tables = described.map(({ table }) => literal(table)).join(', ')
  const statements = kindTriggers.flatMap(({ kind, table, source = 'NULL::uuid', isInFeed, described }) => {
    const of = literal(table)
    const structure = described?.structure ?? []
    return [
      ...('revision' in getTableColumns(allKinds[kind].table) ? [call('keep_revisions', of)] : []),
      ...(isInFeed
        ? [
            call(
              'keep_changes',
              of,
              literal(kind),
              literal(kind === 'organization' ? 'id' : 'organization_id'),
              literal(source),
            ),
          ]
        : []),
      ...(described
        ? [
            ...(written.includes(`structure_of(row_of ${table})`)
              ? []
              : [
                  `CREATE OR REPLACE FUNCTION structure_of(row_of ${table}) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT md5(jsonb_build_array(${structure.map((name) => `row_of.${name}`).join(', ')})::text) $$;`,
                ]),
            call('keep_descriptions', of, literal(kind), literal(source)),
            call('keep_own_structure', of, ...structure.map(literal)),
            call('keep_search_terms', of, literal(described.searched)),
          ]
        : []),
    ]
  })
  return [...statements, call('keep_fingerprints', tables)].join('\n')
}
