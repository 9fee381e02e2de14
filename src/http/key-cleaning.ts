import fastifyPlugin from 'fastify-plugin'
import type { Database } from '../db/client.ts'
import { deleteExpiredKeys } from './idempotency.ts'

/** Options of the plugin. */
export interface KeyCleaningOptions {
  database: Database
  /** The time between two cleanings. Default ten minutes. */
  intervalMilliseconds?: number
}

/**
 * Fastify plugin that deletes expired idempotency keys from time to time, as long as the app is open. A cleaning that
 * fails is logged and made up for by the next one: expired keys do no harm, they only take space.
 */
export const keyCleaning = fastifyPlugin<KeyCleaningOptions>(
  async (app, { database, intervalMilliseconds = 10 * 60 * 1000 }) => {
    const clean = () =>
      deleteExpiredKeys(database).catch((err) =>
        app.log.warn({ err }, 'expired idempotency keys were not deleted'),
      )
    const cleaning = setInterval(clean, intervalMilliseconds).unref()
    app.addHook('onClose', async () => clearInterval(cleaning))
  },
  { name: 'key-cleaning', fastify: '5.x' },
)
