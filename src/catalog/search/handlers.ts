import type { components } from '../../contract/handlers.ts'
import { describedKinds, parentColumn, partsOf } from '../../db/kinds.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { highlight } from './highlight.ts'
import { readSearchText } from './query-text.ts'
import type { SearchHit, SearchRepository } from './repository.ts'

type SearchResult = components['schemas']['SearchResult']
type Ids = Pick<SearchResult, Extract<keyof SearchResult, `${string}_id`>>

/** The ids of the parents of a result, and its own id if its kind has children. */
const idsIn = (location: SearchHit['location']) =>
  Object.fromEntries(
    describedKinds
      .filter((kind) => partsOf(kind).length > 0)
      .map((kind) => [parentColumn(kind), location[parentColumn(kind)] ?? null]),
  ) as Ids

const itemOf = (hit: SearchHit, text: string): SearchResult => {
  const { kind, id, name, is_active, score, location } = hit
  return {
    kind,
    id,
    name,
    is_active,
    score: Math.round(score * 10_000) / 10_000,
    ...idsIn(location),
    // The path to a table without a schema has no step for the schema.
    path: location.path.flatMap((step) => (step.name === null ? [] : [{ kind: step.kind, name: step.name }])),
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
        sourceId: query.in_source_id,
        isActiveOnly: query.active_only,
        limit: query.limit,
      })
      return { status: 200 as const, body: hits.map((hit) => itemOf(hit, text.text)) }
    },
  }) satisfies Partial<Handlers>
