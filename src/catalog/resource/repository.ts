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

/** The columns that all resources have. */
export type ResourceRow = Versioned & RowKey

/** The outcome of a change that violates the unique constraint. */
export interface Taken {
  outcome: 'taken'
  /** The id of the existing resource; missing when that was deleted since. */
  existingId?: string
}

export interface ResourceOptions extends SetInsertOptions {
  /** The unique constraint on the columns `unique`. */
  uniqueConstraint: string
}

/**
 * Creates the reads and writes that all resources have in common. A key has the organization, the id and the
 * ids of parents in the path, by the properties of the row. A row with other parents counts as missing.
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
    /** Inserts one row; concurrent calls share statements. */
    create: (row: Row): Promise<InsertOutcome> => insertOne(row),

    /** Inserts rows; returns one outcome for each. */
    createAll: (rows: Row[]): Promise<InsertOutcome[]> => insert(db, rows),

    /** Reads one row; undefined when it does not exist. */
    get: async (key: Key): Promise<Row | undefined> => {
      const row = await find({ organizationId: key.organizationId, id: key.id })
      const isMatch = row && Object.entries(key).every(([name, value]) => row[name as keyof Row] === value)
      return isMatch ? row : undefined
    },

    /** Changes one row; see `changeRow`. */
    update: async (key: Key, changeOptions: ChangeOptions<Row>): Promise<ChangeOutcome<Row> | Taken> => {
      let changedRow: Row | undefined
      const change = async (row: Row, transaction: Transaction) => {
        const values = await changeOptions.change(row, transaction)
        changedRow = { ...row, ...values }
        return values
      }
      try {
        return await changeRow<Row>(db, table, matches(key), { ...changeOptions, change })
      } catch (error) {
        if (!changedRow || violatedConstraint(error) !== options.uniqueConstraint) throw error
        return findTaken(changedRow)
      }
    },

    /** Deletes one row with its descendants. */
    delete: (key: Key, options: Parameters<typeof deleteRow>[3]): Promise<ChangeOutcome<Row>> =>
      deleteRow<Row>(db, table, matches(key), options),
  }
}
