import fastifyPlugin from 'fastify-plugin'

export interface CleaningOptions {
  /** The functions that delete, by the name of what they delete. */
  tasks: Record<string, () => Promise<void>>
  /** The time between two cleanings. Default ten minutes. */
  intervalMilliseconds?: number
}

/**
 * Fastify plugin that deletes expired rows at an interval while the app is open. A cleaning that fails is
 * logged, and the next one deletes its rows: expired rows only take space.
 */
export const cleaning = fastifyPlugin<CleaningOptions>(
  async (app, { tasks, intervalMilliseconds = 10 * 60 * 1000 }) => {
    const clean = async () => {
      for (const [rows, task] of Object.entries(tasks)) {
        await task().catch((err) => app.log.warn({ err }, `expired ${rows} were not deleted`))
      }
    }
    const interval = setInterval(clean, intervalMilliseconds).unref()
    app.addHook('onClose', async () => clearInterval(interval))
  },
  { name: 'cleaning', fastify: '5.x' },
)
