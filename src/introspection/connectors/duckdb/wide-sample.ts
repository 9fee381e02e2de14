import type { Sample, SampledTable, SampleOptions, SampleValue } from '../connector.ts'
import { sampled } from './sampling.ts'
import type { DuckdbSession } from './session.ts'
import type { DuckdbLimit } from './statements.ts'

/** How many columns of a file to read at once: the CSV reader buffers some thousand values of each column. */
const columnsAtOnce = 500

/** Samples a file. If its columns do not fit into memory together, it reads some of them at a time. */
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
  for (let first = 0; first < columns.length; first += columnsAtOnce) {
    const piece = columns.slice(first, first + columnsAtOnce)
    const maximumBytes = options.maximumBytes * (piece.length / columns.length)
    const milliseconds = Math.max(1, end - performance.now())
    pieces.push(
      // Without a row count, a sample is read from the start, so all pieces have the same rows.
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
