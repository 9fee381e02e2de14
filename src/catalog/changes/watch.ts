import fastifyPlugin from 'fastify-plugin'
import type { MeasureFeedLag } from './lag.ts'

export interface FeedWatchOptions {
  measure: MeasureFeedLag
  /** The lag from which a warning is logged. Default 30. */
  toleratedSeconds?: number
  /** The time between two measurements. Default ten seconds. */
  intervalMilliseconds?: number
  /** The time between two warnings. Default a minute. */
  quietMilliseconds?: number
}

/**
 * Fastify plugin that logs a warning when a transaction holds up the change feed, and identifies the
 * transaction.
 */
export const feedWatch = fastifyPlugin<FeedWatchOptions>(
  async (
    app,
    { measure, toleratedSeconds = 30, intervalMilliseconds = 10_000, quietMilliseconds = 60_000 },
  ) => {
    let quietUntil = 0
    const check = async () => {
      const { seconds, ...holder } = await measure()
      if (seconds < toleratedSeconds || Date.now() < quietUntil) return
      quietUntil = Date.now() + quietMilliseconds
      app.log.warn(
        { lagSeconds: Math.round(seconds), ...holder },
        'the change feed is behind: it waits for a transaction that is still open',
      )
    }
    const interval = setInterval(() => {
      // It fails only when the database is not available, which other parts log.
      check().catch(() => undefined)
    }, intervalMilliseconds).unref()
    app.addHook('onClose', async () => clearInterval(interval))
  },
  { name: 'feed-watch', fastify: '5.x' },
)
