import type { KeysetList, Position } from '../../db/keyset.ts'
import type { RequestContext } from '../binding/operation.ts'
import { ProblemError, type ProblemResult } from '../problems/problem.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'

/** How many rows of a whole list are read, and held in memory, at once. */
const readAtOnce = 250
/** How many items a page has when the request does not say it. */
const usualPage = 100

/** One list operation: where its rows come from and how they are answered. */
export interface ListOptions<Row, Item, Missing> {
  list: KeysetList<Row>
  /** The placeholders of the list's condition; they also tell the cursors of different lists apart. */
  values: Record<string, unknown>
  /** Makes the item of a row; some tell their own cursor. */
  item: (row: Row, cursor: () => string) => Item
  /** The query parameter that takes a cursor. */
  cursorParameter?: string
  /**
   * Called with a position when the rows behind it were read: the problem to answer with when they may not be all that
   * there were. A list that is under way breaks off with it, so that it does not look complete.
   */
  findRefusal?: (position: Position) => Promise<Missing | undefined>
  /** Called when there are no rows, where the parent is not the resource that the path names last. */
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
 * Answers a list operation: a page with the next one in `Link`, or a part of the whole list with the query of the next
 * part. So a whole list is read as its pages are, and no connection is held between two parts.
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
  // A filter that is not asked for names no other list, so that a cursor outlives the day on which the filter is added.
  const scope = JSON.stringify([pathname, values], (_name, value) => (value === false ? undefined : value))
  const after = positionOf(list, scope, { parameter, cursor: query.cursor })
  const cursorOf = (row: Row) => encodeCursor(scope, list.position(row))
  const limit = wantsWhole ? readAtOnce : (query.limit ?? usualPage)
  // One row more than asked for tells whether there is another page.
  const rows = await list.read(values, after, limit + 1)
  const refused = after && (await findRefusal?.(after))
  if (refused) return refused
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
