import { sql } from 'drizzle-orm'
import type { FastifyBaseLogger } from 'fastify'
import { type ConnectionOptions, type Executor, openClient } from '../db/client.ts'

/** The channel of LISTEN and NOTIFY that wakes workers. What there is to do is said by the runs themselves. */
const channel = 'introspection_work'

/**
 * Wakes the workers of all processes when the transaction of `executor` commits, and never when it is rolled back.
 */
export async function notifyWorkers(executor: Executor): Promise<void> {
  await executor.execute(sql`SELECT pg_notify(${channel}, '')`)
}

/**
 * Calls `onWork` for every notification, and whenever the connection was made anew, since what was notified in between
 * is lost. It holds a connection of its own, which the driver makes again by itself.
 *
 * @returns a function that ends it
 */
export function listenForWork(
  connection: ConnectionOptions,
  { logger, onWork }: { logger: FastifyBaseLogger; onWork: () => void },
): () => Promise<void> {
  const client = openClient(connection, {
    max: 1,
    connection: { application_name: 'sourcebook notifications' },
  })
  client.listen(channel, onWork, onWork).catch((error: Error) => {
    logger.warn({ err: error }, 'workers are not notified yet; they look by themselves meanwhile')
  })
  return () => client.end({ timeout: 5 })
}
