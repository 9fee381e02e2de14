import { setTimeout as sleep } from 'node:timers/promises'
import fastifyPlugin from 'fastify-plugin'
import { createWorkLoop } from '../../work-loop.ts'
import type { DeletionRepository } from './repository.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Starts to remove the rows of deleted sources and databases. Callers need not wait for the promise. */
    cleanDeletions(): Promise<void>
  }
}

export interface DeletionCleaningOptions {
  deletions: DeletionRepository
  /** How often to check for rows that another or an earlier process left. Default five seconds. */
  intervalMilliseconds?: number
}

/**
 * The longest pause after a transaction, in milliseconds. Up to this, a pause is as long as the transaction
 * was, so that requests can use the database.
 */
const longestPause = 1000

/**
 * Fastify plugin that removes the rows of deleted sources and databases while the app is open. Several
 * processes can do so at the same time, and each can continue the work of a process that ended.
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
        await sleep(Math.min(performance.now() - started, longestPause))
      }
      return hasRemoved
    }
    const loop = createWorkLoop(clean, (err) =>
      app.log.warn({ err }, 'could not remove the rows of a deleted resource; trying again'),
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
