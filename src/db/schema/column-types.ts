import { customType, timestamp } from 'drizzle-orm/pg-core'

/** Text that is compared and sorted by its code points, so that every server and replica agrees on the order. */
export const exactText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })

/** The number of a transaction, which is never used twice. */
export const transactionNumber = customType<{ data: string }>({ dataType: () => 'xid8' })

/** Bytes, as a Buffer. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** Times are kept in milliseconds, the precision of the contract, so that a Date loses nothing. */
export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })
