import type { KeysetList, Position } from '../../db/keyset.ts'
import type { RequestContext } from '../binding/operation.ts'
import { ProblemError, type ProblemResult } from '../problems/problem.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'

/** How many rows of a whole list are read at once and held in memory. */
const partSize = 250
const defaultPageSize = 100

/** A list operation: the source of its rows, and their representation. */
export interface ListOptions<Row, Item, Missing> {
  list: KeysetList<Row>
  /** The values of the placeholders in the list's condition. They are part of the scope of its cursors. */
  values: Record<string, unknown>
  /** Maps a row to its item. Some items contain their own cursor. */
  item: (row: Row, cursor: () => string) => Item
  /** The query parameter that takes a cursor. */
  cursorParameter?: string
  /**
   * Called with the start position once the rows after it were read. Returns a problem when rows after it may
   * be missing, e.g. since they were deleted. A whole list that has begun breaks off then, so that it does
   * not look complete.
   */
  findRefusal?: (position: Position) => Promise<Missing | undefined>
  /**
   * Called when there are no rows. Default: `missingTarget`, which checks the last resource that the path
   * names.
   */
  whenEmpty?: () => Promise<Missing | undefined>
}

function positionOf<Row>(
  list: KeysetList<Row>,
  scope: string,
  { parameter, cursor }: { parameter: string; cursor: string | undefined },
): Position | undefined {
  if (cursor === undefined) return undefined
  const position = decodeCursor(scope, cursor)
  if (list.isPosition(position)) return position
  const msg = 'Cursor should be taken unchanged from an answer of this list'
  throw new ProblemError('validation_failed', {
    detail: `query/${parameter}: ${msg}`,
    errors: [{ pointer: `/${parameter}`, loc: ['query', parameter], msg, type: 'value_error' }],
  })
}

const nextLink = (url: string, parameter: string, cursor: string): string => {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  searchParams.set(parameter, cursor)
  return `<${pathname}?${searchParams}>; rel="next"`
}

/**
 * Answers a list operation: with a page and the next one in `Link`, or with a part of the whole list and the
 * query for the next part. A whole list is thus read in pages, too, and holds no connection between two
 * parts.
 */
export async function listAnswer<Row, Item, Missing extends ProblemResult = never>(
  context: Pick<RequestContext, 'url' | 'wantsWhole' | 'missingTarget'>,
  query: { limit?: number; cursor?: string },
  options: ListOptions<Row, Item, Missing>,
) {
  const { wantsWhole, missingTarget } = context
  const {
    list,
    values,
    item,
    whenEmpty = missingTarget,
    findRefusal,
    cursorParameter: parameter = 'cursor',
  } = options
  const { pathname } = new URL(context.url, 'http://localhost')
  // Unset filters are not part of the scope, so that cursors stay valid when a later version adds a filter.
  const scope = JSON.stringify([pathname, values], (_name, value) => (value === false ? undefined : value))
  const after = positionOf(list, scope, { parameter, cursor: query.cursor })
  const cursorOf = (row: Row) => encodeCursor(scope, list.position(row))
  const limit = wantsWhole ? partSize : (query.limit ?? defaultPageSize)
  // The extra row shows whether there is another page.
  const rows = await list.read(values, after, limit + 1)
  const refusal = after && (await findRefusal?.(after))
  if (refusal) return refusal
  if (rows.length === 0) {
    const missing = await whenEmpty?.()
    if (missing) return missing
  }
  const page = rows.slice(0, limit)
  const items = page.map((row) => item(row, () => cursorOf(row)))
  const last = rows.length > page.length ? page.at(-1) : undefined
  if (wantsWhole) {
    return { status: 200 as const, items, ...(last && { next: { [parameter]: cursorOf(last) } }) }
  }
  return {
    status: 200 as const,
    headers: last ? { link: nextLink(context.url, parameter, cursorOf(last)) } : {},
    body: items,
  }
}
