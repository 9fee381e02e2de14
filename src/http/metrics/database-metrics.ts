import { Gauge, type Registry } from 'prom-client'
import { boundedWork } from '../process/bounded-work.ts'

/** The measures that a scrape reads from the database. */
export interface DatabaseMeasures {
  /** How far the change feed is behind. */
  feedLag(): Promise<{ seconds: number }>
  /** The introspection runs that have not ended. */
  openRuns(): Promise<{
    queued: number
    running: number
    waitingForApproval: number
    oldestQueuedSeconds: number
  }>
}

/**
 * Adds the gauges that are read from the database; they are the same for all processes on it.
 *
 * @param timeLimit how long a scrape waits for the database, in milliseconds
 * @param onFailure gets the reason when a gauge is omitted: an old value would look like a current one
 * @returns a function that updates the gauges, to be called before each scrape; it never rejects
 */
export function addDatabaseMetrics(
  registry: Registry,
  { feedLag, openRuns }: DatabaseMeasures,
  { timeLimit, onFailure }: { timeLimit: number; onFailure: (failure: unknown) => void },
): () => Promise<void> {
  const registers = [registry]
  const up = new Gauge({
    name: 'sourcebook_database_up',
    help: 'Whether the database answered this scrape in time.',
    registers,
  })
  const lag = new Gauge({
    name: 'sourcebook_change_feed_lag_seconds',
    help: 'Seconds for which the oldest transaction of the server has run; the change feed waits for it.',
    registers,
  })
  const runs = new Gauge({
    name: 'sourcebook_introspection_runs',
    help: 'Introspection runs of all organizations that are not over, by state.',
    labelNames: ['state'],
    registers,
  })
  const age = new Gauge({
    name: 'sourcebook_introspection_oldest_queued_run_age_seconds',
    help: 'Seconds for which the oldest queued introspection run has waited; 0 without one.',
    registers,
  })

  const measureLag = boundedWork(feedLag, timeLimit)
  const measureRuns = boundedWork(openRuns, timeLimit)
  return async () => {
    const [lagOutcome, runsOutcome] = await Promise.all([measureLag(), measureRuns()])
    runs.reset()
    for (const gauge of [lag, age]) gauge.remove()
    if ('details' in lagOutcome) lag.set(lagOutcome.details.seconds)
    else onFailure(lagOutcome.failure)
    if ('details' in runsOutcome) {
      const { queued, running, waitingForApproval, oldestQueuedSeconds } = runsOutcome.details
      runs.set({ state: 'queued' }, queued)
      runs.set({ state: 'running' }, running)
      runs.set({ state: 'waiting_for_approval' }, waitingForApproval)
      age.set(oldestQueuedSeconds)
    } else onFailure(runsOutcome.failure)
    up.set('details' in lagOutcome && 'details' in runsOutcome ? 1 : 0)
  }
}
