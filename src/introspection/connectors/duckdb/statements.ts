import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { ConnectorError, type ConnectorReason } from '../connector-error.ts'
import { whyDamaged } from './unreadable.ts'

/** How long to wait for rows, in milliseconds. */
export interface DuckdbLimit {
  readonly milliseconds: number
  readonly signal?: AbortSignal | undefined
}

/** Runs a statement and yields its rows in chunks. The time limit is for all of them. */
export type Stream = (
  statement: string,
  limit: DuckdbLimit,
) => AsyncGenerator<DuckDBValue[][], void, undefined>

/** Quotes a text as an SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

const reasons: readonly (readonly [RegExp, ConnectorReason])[] = [
  [/^Catalog Error: (Table|View) with name/, 'table_missing'],
  [/^Binder Error: (Referenced column|(Table|Values list) .* does not have a column)/, 'table_changed'],
  [/^Permission Error/, 'file_not_allowed'],
  [/^IO Error: .*\block\b/, 'unavailable'],
  [/^Out of Memory Error/, 'resource_limit'],
]

/**
 * Converts an error of DuckDB, by the start of its message. The rest may contain data, so it is not shown.
 */
export function duckdbError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const { message } = error as Error
  const damage = whyDamaged(message)
  if (damage) return new ConnectorError('file_unreadable', { detail: `The file ${damage}` })
  const reason = reasons.find(([pattern]) => pattern.test(message))?.[1]
  if (reason) return new ConnectorError(reason)
  const kind = String(/^[A-Z][\w ]{0,40}(?=:)/.exec(message))
  return new ConnectorError('server_error', { detail: `DuckDB cannot read that (${kind}).` })
}

/**
 * Creates the function that reads rows over a connection. DuckDB checks for interrupts only between values. A
 * statement that takes long for a single value can be ended only by killing the process.
 */
export const createStream = (connection: DuckDBConnection): Stream =>
  async function* stream(statement, { milliseconds, signal }) {
    let stopped: ConnectorReason | undefined
    const stop = (reason: ConnectorReason) => {
      stopped = reason
      connection.interrupt()
    }
    const cancel = () => stop('cancelled')
    const timer = setTimeout(() => stop('statement_timeout'), milliseconds)
    signal?.addEventListener('abort', cancel)
    try {
      if (signal?.aborted) throw new ConnectorError('cancelled')
      const result = await connection.stream(statement)
      let chunk = await result.fetchChunk()
      while (chunk && chunk.rowCount > 0) {
        yield chunk.getRows()
        if (stopped) throw new ConnectorError(stopped)
        chunk = await result.fetchChunk()
      }
    } catch (error) {
      throw stopped ? new ConnectorError(stopped) : duckdbError(error)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    }
  }
