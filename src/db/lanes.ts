import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'

/** One connection, for one piece of work at a time: so what it does can be stopped without hurting anybody else. */
export interface Lane {
  readonly db: Database
  /**
   * Asks the server to cancel the statement that runs. There may be none at the moment, or another one afterwards, so
   * ask until the work has ended.
   */
  stop(): void
  /** The cancellation that is under way, which must not meet the next work; undefined when there is none. */
  stopping(): Promise<unknown> | undefined
}

/**
 * Opens lanes. Each has a name in `pg_stat_activity`, by which its statement is cancelled: a proxy between may have made
 * up the process id that the driver knows.
 *
 * @param control the pool whose connection cancels, which must not be one of those that are busy
 */
export function openLanes(db: Database, count: number, control: Database): Lane[] {
  const processName = randomBytes(4).toString('hex')
  return Array.from({ length: count }, (_, number) => {
    const name = `sourcebook ${processName} ${number}`
    let stopping: Promise<unknown> | undefined
    const cancel = () =>
      control.execute(sql`
        SELECT pg_cancel_backend(pid) FROM pg_stat_activity
        WHERE application_name = ${name} AND usename = current_user AND state = 'active'`)
    return {
      db: db.beside(1, name),
      stop() {
        // When the server cannot be asked, there is no statement that goes on, or its limits of time end it.
        stopping ??= cancel()
          .catch(() => undefined)
          .finally(() => {
            stopping = undefined
          })
      },
      stopping: () => stopping,
    }
  })
}
