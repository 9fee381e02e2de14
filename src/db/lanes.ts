import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'

/**
 * One connection that runs one job at a time, so that the job can be cancelled without affecting another one.
 */
export interface Lane {
  readonly db: Database
  /**
   * Asks the server to cancel the running statement. The job may be between two statements, so call this
   * repeatedly until the job has ended.
   */
  stop(): void
  /**
   * The pending cancellation; undefined when there is none. Wait for it before the next job starts, or it may
   * cancel a statement of that one.
   */
  stopping(): Promise<unknown> | undefined
}

/**
 * Opens lanes. Each has its own `application_name`, by which its statement is found and cancelled: behind a
 * proxy, the process id that the driver received may not be that of the server.
 *
 * @param control the pool that sends cancellations; it must not share the connections of the lanes
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
        // If the server cannot be reached, the statement has ended too, or its timeout will end it.
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
