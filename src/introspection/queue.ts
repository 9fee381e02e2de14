import type { FastifyBaseLogger } from 'fastify'
import PgBoss from 'pg-boss'
import type { ConnectionOptions } from '../db/client.ts'

/** The queue that wakes workers. Which run a worker takes is said by the runs themselves, so that they share fairly. */
const queueName = 'introspection'

const connectionOf = (connection: ConnectionOptions): PgBoss.ConstructorOptions => {
  // The driver of the queue is another one, which knows the folder of a socket in a connection string.
  if (typeof connection === 'string') return { connectionString: connection }
  const { host, port, user, password, database } = connection as Record<string, unknown>
  return { host, port, user, password, database } as PgBoss.ConstructorOptions
}

/**
 * Opens the queue, which is pg-boss in a schema of its own in the same database.
 *
 * @param isWorker whether this process works, too, and so looks after the queue
 */
export async function openQueue(
  connection: ConnectionOptions,
  { isWorker, logger }: { isWorker: boolean; logger: FastifyBaseLogger },
) {
  const boss = new PgBoss({
    ...connectionOf(connection),
    schema: 'queue',
    application_name: 'sourcebook queue',
    max: 2,
    supervise: isWorker,
    schedule: isWorker,
  })
  boss.on('error', (error) => logger.warn({ err: error }, 'the queue has lost its database for the moment'))
  await boss.start()
  await boss.createQueue(queueName, {
    name: queueName,
    policy: 'standard',
    retryLimit: 0,
    expireInSeconds: 60 * 60,
  })
  return {
    /** Wakes one worker, of whatever process. */
    notify: async (): Promise<void> => {
      await boss.send(queueName, {})
    },
    /** Calls `work` whenever a worker is woken, one call at a time. */
    work: async (work: () => Promise<void>): Promise<void> => {
      await boss.work(queueName, { pollingIntervalSeconds: 0.5, batchSize: 1 }, work)
    },
    stop: () => boss.stop({ graceful: true, wait: true, timeout: 10_000 }),
  }
}

/** The queue. */
export type Queue = Awaited<ReturnType<typeof openQueue>>
