import { type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'
import { searchTargets } from './targets.ts'

/** The number of words that one statement checks, so that no statement runs for long. */
const wordsAtOnce = 200
/** The number of words that one cleanup checks; the next cleanup continues after them. */
const wordsOfCleanup = 5000

interface Term extends Record<string, unknown> {
  organization_id: string
  id: string
  word: string
}

const noTerm = '00000000-0000-0000-0000-000000000000'

/** Whether a name in the organization of `term` contains its word. Uses the indexes of the search. */
const isUsed: SQL = sql.join(
  Object.values(searchTargets).map(
    ({ table, names, source }) => sql`EXISTS (SELECT FROM ${sql.identifier(table)} AS item
      WHERE ARRAY[item.organization_id, ${source}] @> ARRAY[term.organization_id]
        AND search_words(${names}) @@ quote_literal(term.word)::tsquery)`,
  ),
  sql` OR `,
)

const sweep = statement<Term & { is_unused: boolean }>(
  'search_terms_sweep',
  sql`WITH page AS MATERIALIZED (
      -- The next words in the order of the key.
      SELECT organization_id, id, word FROM search_terms
      WHERE (organization_id, id)
        > (${sql.placeholder('organization_id')}::uuid, ${sql.placeholder('id')}::uuid)
      ORDER BY organization_id, id LIMIT ${sql.placeholder('limit')}
    ), unused AS MATERIALIZED (
      SELECT organization_id, id FROM page AS term WHERE NOT (${isUsed})
    ), deleted AS (
      DELETE FROM search_terms AS term USING unused
      WHERE term.organization_id = unused.organization_id AND term.id = unused.id
    )
    SELECT page.*, unused.id IS NOT NULL AS is_unused
    FROM page LEFT JOIN unused USING (organization_id, id)
    ORDER BY organization_id, id`,
)

const restore = statement(
  'search_terms_restore',
  sql`INSERT INTO search_terms (organization_id, id, word)
    SELECT organization_id, id, word
    FROM json_populate_recordset(NULL::search_terms, ${sql.placeholder('terms')}::json) AS term
    WHERE ${isUsed} ON CONFLICT DO NOTHING`,
)

/**
 * Creates the cleanup that removes words after the last name with them was deleted or renamed. A call checks
 * a bounded number of words, and the next call continues after them.
 *
 * A concurrent transaction may write a name with a word that exists, while the cleanup, which cannot see the
 * name yet, removes the word. So each call checks again the words that the last call removed, and restores
 * those that are used. Until then only the search for similar words misses them.
 */
export function createUnusedWordsCleaning(db: Executor): () => Promise<void> {
  let removed: Term[] = []
  let after = { organization_id: noTerm, id: noTerm }
  return async () => {
    await restore(db, { terms: JSON.stringify(removed) })
    removed = []
    for (let count = 0; count < wordsOfCleanup; count += wordsAtOnce) {
      const terms = await sweep(db, { ...after, limit: wordsAtOnce })
      removed.push(...terms.filter(({ is_unused }) => is_unused))
      after = terms[wordsAtOnce - 1] ?? { organization_id: noTerm, id: noTerm }
      if (after.id === noTerm) return
    }
  }
}
