import type { Sample, SampledTable, SampleOptions, SampleValue } from '../connector.ts'
import { sampled } from './sampling.ts'
import type { DuckdbSession } from './session.ts'
import type { DuckdbLimit } from './statements.ts'

/** How many columns of a file are read at once: the reader of CSV takes memory for some thousand values of each. */
const columnsAtOnce = 500

/** Reads some rows of a file, in pieces where it has more columns than fit into memory. */
export async function wideSample(
  session: Pick<DuckdbSession, 'catalog' | 'stream'>,
  table: SampledTable,
  options: SampleOptions,
  limit: DuckdbLimit,
): Promise<Sample> {
  const { columns } = options
  if (columns.length <= columnsAtOnce) return sampled(session, table, options, limit)
  const end = performance.now() + limit.milliseconds
  const pieces: Sample[] = []
  for (let at = 0; at < columns.length; at += columnsAtOnce) {
    const piece = columns.slice(at, at + columnsAtOnce)
    const maximumBytes = options.maximumBytes * (piece.length / columns.length)
    const milliseconds = Math.max(1, end - performance.now())
    pieces.push(
      // From the start, so that all pieces have the same rows.
      await sampled(
        session,
        { ...table, row_count: null },
        { ...options, columns: piece, maximumBytes },
        { ...limit, milliseconds },
      ),
    )
  }
  const rows = Math.min(...pieces.map((piece) => piece.rows.length))
  return {
    columns: pieces.flatMap((piece) => piece.columns),
    rows: Array.from({ length: rows }, (_, row) =>
      pieces.flatMap((piece) => piece.rows[row] as SampleValue[]),
    ),
    is_complete: pieces.every((piece) => piece.is_complete),
  }
}
