import fastifyPlugin from 'fastify-plugin'
import type { MeasureFeedLag } from './lag.ts'

/** Options of the plugin. */
export interface FeedWatchOptions {
  measure: MeasureFeedLag
  /** How far the feed may be behind before it is said, in seconds. Default 30. */
  toleratedSeconds?: number
  /** The time between two looks. Default ten seconds. */
  intervalMilliseconds?: number
  /** The time between two warnings. Default a minute. */
  quietMilliseconds?: number
}

/** Fastify plugin that warns in the log when the change feed is held up, and says by whom. */
export const feedWatch = fastifyPlugin<FeedWatchOptions>(
  async (
    app,
    { measure, toleratedSeconds = 30, intervalMilliseconds = 10_000, quietMilliseconds = 60_000 },
  ) => {
    let quietUntil = 0
    const look = async () => {
      const { seconds, ...holder } = await measure()
      if (seconds < toleratedSeconds || Date.now() < quietUntil) return
      quietUntil = Date.now() + quietMilliseconds
      app.log.warn(
        { lagSeconds: Math.round(seconds), ...holder },
        'the change feed is behind: it waits for a transaction that still runs',
      )
    }
    const interval = setInterval(() => {
      // Without the database there is no feed, and others say so.
      look().catch(() => undefined)
    }, intervalMilliseconds).unref()
    app.addHook('onClose', async () => clearInterval(interval))
  },
  { name: 'feed-watch', fastify: '5.x' },
)
