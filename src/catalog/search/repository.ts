import type { Executor } from '../../db/client.ts'
import type { parentColumn } from '../../db/kinds.ts'
import { statement } from '../../db/statement.ts'
import type { SearchText } from './query-text.ts'
import { searchStatement } from './statement.ts'
import { type SearchKind, searchKinds } from './targets.ts'

/** What is searched for, and where. */
export interface Search {
  organizationId: string
  text: SearchText
  kinds: readonly SearchKind[] | undefined
  sourceId: string | undefined
  isActiveOnly: boolean
  limit: number
}

/** One word of the query as it was understood: in lower case, and its stems as an English word. */
export interface SearchTerm {
  word: string
  stems: string[]
}

/** One result. */
export interface SearchHit extends Record<string, unknown> {
  kind: SearchKind
  id: string
  name: string
  is_active: boolean
  score: number
  /** The ids and names of what it is in. */
  place: Partial<Record<ReturnType<typeof parentColumn>, string>> & {
    api_identifier?: string
    path: { kind: SearchKind | 'schema'; name: string | null }[]
  }
  /** The part of the description around the first word that is found in it. */
  excerpt: string | null
  /** Where the excerpt begins in the description, in characters from 1. */
  excerpt_start: number
  description_length: number | null
  /** The words that count. */
  terms: SearchTerm[]
}

/** Searches the catalog. */
export function createSearchRepository(db: Executor) {
  const run = statement<SearchHit>('search_catalog', searchStatement)
  return {
    /** The best results, best first, in one statement. A query without any word has none. */
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

/** The search of the catalog. */
export type SearchRepository = ReturnType<typeof createSearchRepository>
