import type { Executor } from '../../db/client.ts'
import type { parentColumn } from '../../db/kinds.ts'
import { statement } from '../../db/statement.ts'
import type { SearchText } from './query-text.ts'
import { searchStatement } from './statement.ts'
import { type SearchKind, searchKinds } from './targets.ts'

/** The query and filters of a search. */
export interface Search {
  organizationId: string
  text: SearchText
  kinds: readonly SearchKind[] | undefined
  sourceId: string | undefined
  isActiveOnly: boolean
  limit: number
}

/** One word of the query, in lower case and with its English stems. */
export interface SearchTerm {
  word: string
  stems: string[]
}

export interface SearchHit extends Record<string, unknown> {
  kind: SearchKind
  id: string
  name: string
  is_active: boolean
  score: number
  /** The ids of its parents, and the names on the path to it. */
  location: Partial<Record<ReturnType<typeof parentColumn>, string>> & {
    api_identifier?: string
    path: { kind: SearchKind | 'schema'; name: string | null }[]
  }
  /** The part of the description around the first match. */
  excerpt: string | null
  /** The position of the excerpt in the description, in characters from 1. */
  excerpt_start: number
  description_length: number | null
  /** The words of the query that were searched, without stop words. */
  terms: SearchTerm[]
}

/** Searches the catalog. */
export function createSearchRepository(db: Executor) {
  const run = statement<SearchHit>('search_catalog', searchStatement)
  return {
    /** Returns the best results, best first. A query without a word has none. */
    async search({
      organizationId,
      text: { text, words, excluded },
      kinds,
      sourceId,
      isActiveOnly,
      limit,
    }: Search) {
      if (words.length === 0) return []
      return run(db, {
        organizationId,
        scope: sourceId ? [organizationId, sourceId] : [organizationId],
        sourceId: sourceId ?? null,
        text,
        words,
        excluded,
        kinds: kinds ?? searchKinds,
        isActiveOnly,
        limit,
      })
    },
  }
}

export type SearchRepository = ReturnType<typeof createSearchRepository>
