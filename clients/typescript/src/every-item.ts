import type { SourcebookClient } from './client.ts'
import type { paths } from './generated/contract.ts'
import { type Answer, expectData } from './problem.ts'

/** How many items are asked for at once when the caller does not say it: without a limit, a list comes as a whole. */
const usualPage = 100

/** Whether a query has where a page begins. A search answers an array, too, but has no pages. */
type HasPages<Query> = Extract<keyof NonNullable<Query>, 'cursor' | 'after'> extends never ? false : true

/** What a list operation takes, and an item of what it answers. */
type ListOf<Path extends keyof paths> = paths[Path]['get'] extends {
  parameters: infer Parameters extends { query?: unknown }
  responses: { 200: { content: { 'application/json': (infer Item)[] } } }
}
  ? HasPages<Parameters['query']> extends true
    ? { parameters: Parameters; item: Item }
    : never
  : never

/** The paths that can be listed. */
export type ListPath = { [Path in keyof paths]: ListOf<Path> extends never ? never : Path }[keyof paths]

/** The query of the next page, from the `Link` header; undefined on the last page. */
function nextQuery(link: string | null): object | undefined {
  const [, next] = /<([^>]*)>; *rel="next"/.exec(link ?? '') ?? []
  return next === undefined ? undefined : Object.fromEntries(new URL(next, 'http://localhost').searchParams)
}

/**
 * Every item of a list, page by page: `for await (const database of everyItem(client, path, parameters))`.
 *
 * @param parameters as the operation takes them; `limit` is the size of a page (default: 100), `cursor` where to begin
 * @throws ApiProblem
 */
export async function* everyItem<Path extends ListPath>(
  client: SourcebookClient,
  path: Path,
  parameters: ListOf<Path>['parameters'],
): AsyncGenerator<ListOf<Path>['item']> {
  // Of a path that is not known here, the client does not know that it can be listed.
  const list = client.GET as unknown as (
    path: Path,
    init: { params: { query?: object } },
  ) => Promise<Answer<ListOf<Path>['item'][]>>
  const { query: first = {}, ...others } = parameters as { query?: object }
  for (let query: object | undefined = { limit: usualPage, ...first }; query !== undefined; ) {
    const answer = await list(path, { params: { ...others, query } })
    yield* await expectData(answer)
    query = nextQuery(answer.response.headers.get('link'))
  }
}
