import type { KeysetList, Position } from '../db/keyset.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { RequestContext } from './operation.ts'
import { ProblemError, type ProblemResult } from './problems.ts'

/** How many rows a stream holds in memory at once. */
const streamedPage = 250

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
   * there were. A stream breaks off with it, so that it does not look complete.
   */
  findRefusal?: (position: Position) => Promise<Missing | undefined>
  /** Called when there are no rows: the problem to answer with when the parent does not exist. */
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

async function* everyRow<Row, Item>(
  { list, values, findRefusal }: ListOptions<Row, Item, ProblemResult>,
  itemOf: (row: Row) => Item,
  first: Row[],
): AsyncGenerator<Item> {
  let rows = first
  while (rows.length > 0) {
    for (const row of rows) yield itemOf(row)
    if (rows.length < streamedPage) return
    const position = list.position(rows.at(-1) as Row)
    rows = await list.read(values, position, streamedPage)
    const refused = await findRefusal?.(position)
    if (refused) throw new ProblemError(refused.problem.code)
  }
}

/**
 * Answers a list operation: a page as a JSON array with the next page in `Link`, or everything from the cursor on as
 * a stream, which reads page by page so that memory and locks do not grow with the list.
 */
export async function listAnswer<Row, Item, Missing extends ProblemResult = never>(
  context: RequestContext,
  query: { limit: number; cursor?: string },
  options: ListOptions<Row, Item, Missing>,
) {
  const { list, values, item, whenEmpty, findRefusal, cursorParameter: parameter = 'cursor' } = options
  const { pathname } = new URL(context.url, 'http://localhost')
  const scope = JSON.stringify([pathname, values])
  const after = positionOf(list, scope, { parameter, cursor: query.cursor })
  const itemOf = (row: Row) => item(row, () => encodeCursor(scope, list.position(row)))
  // One row more than asked for tells whether there is another page.
  const rows = await list.read(values, after, context.wantsLines ? streamedPage : query.limit + 1)
  const refused = after && (await findRefusal?.(after))
  if (refused) return refused
  if (rows.length === 0) {
    const missing = await whenEmpty?.()
    if (missing) return missing
  }
  if (context.wantsLines) return { status: 200 as const, stream: everyRow(options, itemOf, rows) }
  const page = rows.slice(0, query.limit)
  const last = rows.length > page.length ? page.at(-1) : undefined
  return {
    status: 200 as const,
    headers: last ? { link: nextLink(context.url, parameter, encodeCursor(scope, list.position(last))) } : {},
    body: page.map(itemOf),
  }
}
