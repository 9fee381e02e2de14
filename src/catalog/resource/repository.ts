import { and, eq, isNull, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import {
  type ChangeOptions,
  type ChangeOutcome,
  changeRow,
  deleteRow,
  type Versioned,
} from '../../db/change-row.ts'
import type { Executor, Transaction } from '../../db/client.ts'
import { coalesce } from '../../db/coalesce.ts'
import { violatedConstraint } from '../../db/errors.ts'
import { createFind, type OrganizationTable, type RowKey } from '../../db/find-row.ts'
import { createSetInsert, type InsertOutcome, type SetInsertOptions } from '../../db/set-insert.ts'

/** What every stored resource has. */
export type ResourceRow = Versioned & RowKey

/** A change that would make two resources of what may exist only once. */
export interface Taken {
  outcome: 'taken'
  /** Missing when the other one was deleted since. */
  existingId?: string
}

/** What a repository must know of its table. */
export interface ResourceOptions extends SetInsertOptions {
  /** The unique constraint on the columns `unique`. */
  uniqueConstraint: string
}

/**
 * Makes the reads and writes that every resource has. A key holds the organization, the id, and whatever else of the
 * path must hold of the row, by the names of its columns: a row that is elsewhere counts as missing.
 */
export function createResourceRepository<Row extends ResourceRow, Key extends RowKey & Partial<Row>>(
  db: Executor,
  table: OrganizationTable,
  options: ResourceOptions,
) {
  const columnsOf = table as unknown as Record<string, PgColumn>
  const matches = (values: object): SQL | undefined =>
    and(
      ...Object.entries(values).map(([name, value]) => {
        const column = columnsOf[name] as PgColumn
        return value === null ? isNull(column) : eq(column, value)
      }),
    )
  const insert = createSetInsert<Row>(table, options)
  const insertOne = coalesce((rows: Row[]) => insert(db, rows), { maximumBatch: 64, concurrency: 2 })
  const find = createFind<Row>(db, table)
  const findTaken = async (row: Row): Promise<Taken> => {
    const values = Object.entries(columnsOf).filter(([, column]) => options.unique.includes(column))
    const [existing] = await db
      .select({ id: table.id })
      .from(table)
      .where(matches(Object.fromEntries(values.map(([name]) => [name, row[name as keyof Row]]))))
    return { outcome: 'taken', ...(existing && { existingId: String(existing.id) }) }
  }

  return {
    /** Adds one row; concurrent calls share statements. */
    create: (row: Row): Promise<InsertOutcome> => insertOne(row),

    /** Adds rows, with one outcome a row. */
    createAll: (rows: Row[]): Promise<InsertOutcome[]> => insert(db, rows),

    /** One row, or undefined. */
    get: async (key: Key): Promise<Row | undefined> => {
      const row = await find({ organizationId: key.organizationId, id: key.id })
      const isThere = row && Object.entries(key).every(([name, value]) => row[name as keyof Row] === value)
      return isThere ? row : undefined
    },

    /** Changes one row; see `changeRow`. */
    update: async (key: Key, changing: ChangeOptions<Row>): Promise<ChangeOutcome<Row> | Taken> => {
      let wanted: Row | undefined
      const changeAndRemember = async (row: Row, transaction: Transaction) => {
        const values = await changing.change(row, transaction)
        wanted = { ...row, ...values }
        return values
      }
      try {
        return await changeRow<Row>(db, table, matches(key), { ...changing, change: changeAndRemember })
      } catch (error) {
        if (!wanted || violatedConstraint(error) !== options.uniqueConstraint) throw error
        return findTaken(wanted)
      }
    },

    /** Deletes one row with everything that hangs on it. */
    delete: (key: Key, options: Parameters<typeof deleteRow>[3]): Promise<ChangeOutcome<Row>> =>
      deleteRow<Row>(db, table, matches(key), options),
  }
}
