import { ConnectorError, type ConnectorReason } from '../connector-error.ts'

/** The reasons that may be caused by a single column. */
const columnReasons: ReadonlySet<ConnectorReason> = new Set([
  'permission_denied',
  'table_changed',
  'file_unreadable',
  'server_error',
])

/** The maximum number of statements for a search. With one unreadable column among 1,000, it takes 21. */
const maximumTries = 60

export interface ReadableColumns<Column> {
  readonly readable: readonly Column[]
  readonly unreadable: readonly Column[]
}

/**
 * Finds the columns that cannot be read, by bisection, since errors of systems do not name the column.
 *
 * @param columns a statement that reads all of them has failed with `failure`
 * @param read reads a row of some columns; throws the error of the system
 * @throws ConnectorError `failure` if no column can have caused it, if no column can be read, or if the
 * search takes too many statements
 */
export async function findReadable<Column>(
  columns: readonly Column[],
  failure: unknown,
  read: (columns: readonly Column[]) => Promise<unknown>,
): Promise<ReadableColumns<Column>> {
  if (!(failure instanceof ConnectorError) || !columnReasons.has(failure.reason)) throw failure
  const readable: Column[] = []
  const unreadable: Column[] = []
  let tries = 0
  /** Splits a list that has at least one unreadable column. */
  const split = async (list: readonly Column[]): Promise<void> => {
    if (list.length === 1) {
      unreadable.push(...list)
      return
    }
    const middle = Math.ceil(list.length / 2)
    for (const half of [list.slice(0, middle), list.slice(middle)]) {
      tries += 1
      // If no column is readable so far, assume that the whole table cannot be read.
      if (tries > maximumTries || (readable.length === 0 && unreadable.length > 8)) throw failure
      try {
        await read(half)
        readable.push(...half)
      } catch (error) {
        if (!(error instanceof ConnectorError) || !columnReasons.has(error.reason)) throw error
        await split(half)
      }
    }
  }
  await split(columns)
  if (readable.length === 0) throw failure
  return { readable, unreadable }
}
