import { sql } from 'drizzle-orm'
import type { FastifyBaseLogger } from 'fastify'
import { type ConnectionOptions, type Executor, openClient } from '../db/client.ts'

/**
 * The LISTEN/NOTIFY channel that wakes workers. Its payload is empty: workers read from the runs what to do.
 */
const channel = 'introspection_work'

/** Wakes the workers of all processes when the transaction of `executor` commits. */
export async function notifyWorkers(executor: Executor): Promise<void> {
  await executor.execute(sql`SELECT pg_notify(${channel}, '')`)
}

/**
 * Calls `onWork` for every notification. Also calls it after each reconnect, since notifications in between
 * are lost. It holds a connection of its own, which the driver reopens by itself.
 *
 * @returns a function that stops listening
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
    logger.warn({ err: error }, 'workers are not notified yet; they poll until then')
  })
  return () => client.end({ timeout: 5 })
}
