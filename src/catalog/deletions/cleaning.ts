import { setTimeout as sleep } from 'node:timers/promises'
import fastifyPlugin from 'fastify-plugin'
import { createWorkLoop } from '../../work-loop.ts'
import type { DeletionRepository } from './repository.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Begins to remove the rows of what was deleted. Nobody needs to wait for it. */
    cleanDeletions(): Promise<void>
  }
}

/** Options of the plugin. */
export interface DeletionCleaningOptions {
  deletions: DeletionRepository
  /** The time between two looks for what another process, or an earlier one, has left. Default five seconds. */
  intervalMilliseconds?: number
}

/** The longest rest after a transaction; otherwise it is as long as the transaction was, so that others go on. */
const longestRest = 1000

/**
 * Fastify plugin that removes the rows of what was deleted, as long as the app is open. Any number of processes may do so,
 * and each goes on where one was ended.
 */
export const deletionCleaning = fastifyPlugin<DeletionCleaningOptions>(
  async (app, { deletions, intervalMilliseconds = 5000 }) => {
    let isClosing = false
    const clean = async (): Promise<boolean> => {
      let hasRemoved = false
      for (const deletion of await deletions.list()) {
        if (isClosing) return false
        const started = performance.now()
        if (!(await deletions.removeSome(deletion))) continue
        hasRemoved = true
        await sleep(Math.min(performance.now() - started, longestRest))
      }
      return hasRemoved
    }
    const loop = createWorkLoop(clean, (err) =>
      app.log.warn({ err }, 'rows of what was deleted were not removed; that is tried again'),
    )
    app.decorate('cleanDeletions', () => loop.wake())
    const interval = setInterval(() => void loop.wake(), intervalMilliseconds).unref()
    app.addHook('onClose', async () => {
      isClosing = true
      clearInterval(interval)
      await loop.wake()
    })
  },
  { name: 'deletion-cleaning', fastify: '5.x' },
)
