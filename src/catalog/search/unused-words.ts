import { type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'
import { searchTargets } from './targets.ts'

/** How many words one statement looks at, so that none runs for long. */
const wordsAtOnce = 200
/** How many a cleaning looks at; the next one goes on from there. */
const wordsOfCleaning = 5000

interface Term extends Record<string, unknown> {
  organization_id: string
  id: string
  word: string
}

const noTerm = '00000000-0000-0000-0000-000000000000'

/** Whether some name of the organization of `term` has its word, by the indexes of the search. */
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
  sql`WITH looked_at AS MATERIALIZED (
      SELECT organization_id, id, word FROM search_terms
      WHERE (organization_id, id) > (${sql.placeholder('organization_id')}::uuid, ${sql.placeholder('id')}::uuid)
      ORDER BY organization_id, id LIMIT ${sql.placeholder('limit')}
    ), unused AS MATERIALIZED (
      SELECT organization_id, id FROM looked_at AS term WHERE NOT (${isUsed})
    ), deleted AS (
      DELETE FROM search_terms AS term USING unused
      WHERE term.organization_id = unused.organization_id AND term.id = unused.id
    )
    SELECT looked_at.*, unused.id IS NOT NULL AS is_unused FROM looked_at LEFT JOIN unused USING (organization_id, id)
    ORDER BY organization_id, id`,
)

const restore = statement(
  'search_terms_restore',
  sql`INSERT INTO search_terms (organization_id, id, word)
    SELECT organization_id, id, word FROM json_populate_recordset(NULL::search_terms, ${sql.placeholder('terms')}::json) AS term
    WHERE ${isUsed} ON CONFLICT DO NOTHING`,
)

/**
 * Makes the cleaning that removes words that no name has any more, since what had them was deleted or renamed. A call
 * looks at a bounded number of words, and the next one goes on behind them.
 *
 * A name that is written meanwhile, and is not to be seen yet, may have counted on a word that is removed: so a call
 * looks once more at what the last one removed, and puts back what is used. Until then only the search for similar
 * words does not know it.
 */
export function createUnusedWordsCleaning(db: Executor): () => Promise<void> {
  let removed: Term[] = []
  let after = { organization_id: noTerm, id: noTerm }
  return async () => {
    await restore(db, { terms: JSON.stringify(removed) })
    removed = []
    for (let count = 0; count < wordsOfCleaning; count += wordsAtOnce) {
      const terms = await sweep(db, { ...after, limit: wordsAtOnce })
      removed.push(...terms.filter(({ is_unused }) => is_unused))
      after = terms[wordsAtOnce - 1] ?? { organization_id: noTerm, id: noTerm }
      if (after.id === noTerm) return
    }
  }
}
