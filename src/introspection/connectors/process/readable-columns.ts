import { ConnectorError, type ConnectorReason } from '../connector-error.ts'

/** The reasons that may be one column's alone. */
const ofColumn: ReadonlySet<ConnectorReason> = new Set([
  'permission_denied',
  'table_changed',
  'file_unreadable',
  'server_error',
])

/** How many statements the search may take: a table of 1,000 columns with one that cannot be read takes 21. */
const maximumTries = 60

/** Those columns that can be read, and those that cannot. */
export interface ReadableColumns<Column> {
  readonly readable: readonly Column[]
  readonly unreadable: readonly Column[]
}

/**
 * Finds the columns that cannot be read, by halves: systems say that a statement failed, and not for which column.
 *
 * @param columns of which a statement over all has failed with `failure`
 * @param read reads a row of some columns; throws what the system says
 * @throws ConnectorError `failure` when it is not one of columns, when none can be read, or the search takes too long
 */
export async function findReadable<Column>(
  columns: readonly Column[],
  failure: unknown,
  read: (columns: readonly Column[]) => Promise<unknown>,
): Promise<ReadableColumns<Column>> {
  if (!(failure instanceof ConnectorError) || !ofColumn.has(failure.reason)) throw failure
  const readable: Column[] = []
  const unreadable: Column[] = []
  let tries = 0
  /** Splits a list that is known to have a column that cannot be read. */
  const split = async (list: readonly Column[]): Promise<void> => {
    if (list.length === 1) {
      unreadable.push(...list)
      return
    }
    const middle = Math.ceil(list.length / 2)
    for (const half of [list.slice(0, middle), list.slice(middle)]) {
      tries += 1
      // Where nothing at all can be read, it is the table that cannot.
      if (tries > maximumTries || (readable.length === 0 && unreadable.length > 8)) throw failure
      try {
        await read(half)
        readable.push(...half)
      } catch (error) {
        if (!(error instanceof ConnectorError) || !ofColumn.has(error.reason)) throw error
        await split(half)
      }
    }
  }
  await split(columns)
  if (readable.length === 0) throw failure
  return { readable, unreadable }
}
