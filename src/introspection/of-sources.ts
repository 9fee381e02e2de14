import type { IntrospectionOfSources } from '../catalog/integration-sources/introspection.ts'
import { settingIssues } from './connectors/kinds.ts'
import type { RunRepository } from './runs/repository.ts'
import { followSource } from './schedules/repository.ts'

/** Creates what introspection does when a source in the catalog changes. */
export const introspectionOfSources = (
  runs: Pick<RunRepository, 'cancelAll' | 'endInactive'>,
): IntrospectionOfSources => ({
  settingIssues,
  cancelRuns: runs.cancelAll,
  endInactiveRuns: runs.endInactive,
  followSource,
})
