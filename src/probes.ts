import type { FastifyInstance } from 'fastify'
import type { MeasureFeedLag } from './catalog/changes/lag.ts'
import { feedWatch } from './catalog/changes/watch.ts'
import type { Config } from './config.ts'
import { assertMigrated } from './db/migrate.ts'
import { assertWritable } from './db/writable.ts'
import type { Admission } from './http/admission/admission.ts'
import { metrics } from './http/metrics/metrics.ts'
import { health } from './http/process/health.ts'
import { countOpenRuns } from './introspection/runs/open-runs.ts'

/** Registers what operators watch: `/livez`, `/readyz`, the lag of the change feed, and metrics when they have a port. */
export async function registerProbes(
  app: FastifyInstance,
  {
    config,
    admission,
    measureFeedLag,
  }: { config: Config; admission: Admission; measureFeedLag: MeasureFeedLag },
): Promise<void> {
  await app.register(health, {
    checks: {
      database: () => assertWritable(admission.control),
      migrations: () => assertMigrated(admission.control),
      feed: async () => {
        const { seconds, heldBy } = await measureFeedLag()
        return { lag_seconds: Math.round(seconds * 10) / 10, held_by: heldBy ?? null }
      },
    },
  })
  await app.register(feedWatch, { measure: measureFeedLag })
  if (config.METRICS_PORT === undefined) return
  await app.register(metrics, {
    host: config.METRICS_HOST,
    port: config.METRICS_PORT,
    admission,
    measures: { feedLag: measureFeedLag, openRuns: () => countOpenRuns(admission.control) },
  })
}
