import fastifyPlugin from 'fastify-plugin'

/** Options of the plugin. */
export interface CleaningOptions {
  /** What deletes, by the name of what is deleted. */
  tasks: Record<string, () => Promise<void>>
  /** The time between two cleanings. Default ten minutes. */
  intervalMilliseconds?: number
}

/**
 * Fastify plugin that deletes what is over from time to time, as long as the app is open. A cleaning that fails is
 * logged and made up for by the next one: what is over does no harm, it only takes space.
 */
export const cleaning = fastifyPlugin<CleaningOptions>(
  async (app, { tasks, intervalMilliseconds = 10 * 60 * 1000 }) => {
    const clean = async () => {
      for (const [what, task] of Object.entries(tasks)) {
        await task().catch((err) => app.log.warn({ err }, `expired ${what} were not deleted`))
      }
    }
    const interval = setInterval(clean, intervalMilliseconds).unref()
    app.addHook('onClose', async () => clearInterval(interval))
  },
  { name: 'cleaning', fastify: '5.x' },
)
