import type { components } from '../../contract/handlers.ts'
import { type Handlers, organizationOf } from '../../http/operation.ts'
import { highlight } from './highlight.ts'
import { readSearchText } from './query-text.ts'
import type { SearchHit, SearchRepository } from './repository.ts'

const itemOf = (hit: SearchHit, text: string): components['schemas']['SearchResult'] => {
  const { kind, id, name, is_active, score, place } = hit
  return {
    kind,
    id,
    name,
    is_active,
    score: Math.round(score * 10_000) / 10_000,
    integration_source_id: place.integration_source_id,
    database_id: place.database_id ?? null,
    table_id: place.table_id ?? null,
    saas_object_id: place.saas_object_id ?? null,
    // A table without a schema has no step for it.
    path: place.path.flatMap((step) => (step.name === null ? [] : [{ kind: step.kind, name: step.name }])),
    highlight: highlight(hit, text),
  }
}

/** The search of the catalog. */
export const searchHandlers = (repository: SearchRepository) =>
  ({
    async searchCatalog({ query }, context) {
      const text = readSearchText(query.q)
      const hits = await repository.search({
        organizationId: organizationOf(context),
        text,
        kinds: query.kind,
        sourceId: query.in_source_id?.toLowerCase(),
        isActiveOnly: query.active_only,
        limit: query.limit,
      })
      return { status: 200 as const, body: hits.map((hit) => itemOf(hit, text.text)) }
    },
  }) satisfies Partial<Handlers>
