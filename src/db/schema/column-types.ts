import { customType, type PgColumn } from 'drizzle-orm/pg-core'
import { readStoredTime } from '../../values/read-time.ts'

/** Text that is compared and sorted by its code points, so that every server and replica agrees on the order. */
export const exactText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })

/** The number of a transaction, which is never used twice. */
export const transactionNumber = customType<{ data: string }>({ dataType: () => 'xid8' })

/** Bytes, as a Buffer. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/**
 * Times are kept in milliseconds, the precision of the contract, so that a Date loses nothing. drizzle's own column reads
 * years before 100 as others. What no client can have written, such as `infinity`, is null.
 */
export const time = customType<{ data: Date; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (value) => value.toISOString(),
  fromDriver: (value) => readStoredTime(value) ?? (null as unknown as Date),
})

/** Whether a column holds times. */
export const isTime = (column: PgColumn): boolean => column.getSQLType().startsWith('timestamp')
