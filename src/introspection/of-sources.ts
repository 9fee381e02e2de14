import type { IntrospectionOfSources } from '../catalog/integration-sources/introspection.ts'
import { settingIssues } from './connectors/kinds.ts'
import type { RunRepository } from './runs/repository.ts'
import { followSource } from './schedules/repository.ts'

/** Makes what introspection does when the catalog changes a source. */
export const introspectionOfSources = (
  runs: Pick<RunRepository, 'cancelAll' | 'endInactive'>,
): IntrospectionOfSources => ({
  settingIssues,
  cancelRuns: runs.cancelAll,
  endInactiveRuns: runs.endInactive,
  followSource,
})
