import { customType, type PgColumn } from 'drizzle-orm/pg-core'
import { readStoredTime } from '../../values/read-time.ts'

/**
 * Text that is compared and sorted by code points, so that all servers and replicas sort it in the same
 * order.
 */
export const exactText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })

/** The 64-bit number of a transaction, which a server never reuses. */
export const transactionNumber = customType<{ data: string }>({ dataType: () => 'xid8' })

export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/**
 * A time in milliseconds, the precision of the contract and of Date. drizzle's own column type misreads years
 * before 100. A value that no client can have written, such as `infinity`, is read as null.
 */
export const time = customType<{ data: Date; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (value) => value.toISOString(),
  fromDriver: (value) => readStoredTime(value) ?? (null as unknown as Date),
})

export const isTime = (column: PgColumn): boolean => column.getSQLType().startsWith('timestamp')
