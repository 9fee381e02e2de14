import { unknownSource } from '../../catalog/resource/refusals.ts'
import type { components } from '../../contract/handlers.ts'
import { type Handlers, organizationOf } from '../../http/operation.ts'
import type { CoverageLevel, createCoverage } from './repository.ts'

function toLevel({ total, stale, effective, layers }: CoverageLevel): components['schemas']['CoverageLevel'] {
  const described = Object.values(effective).reduce((sum, number) => sum + number, 0)
  const share = total === 0 ? null : Math.round((described / total) * 10_000) / 100
  return { total, described, described_pct: share, stale, effective, layers }
}

/** The operation that counts what is described. */
export const coverageHandlers = (coverageOf: ReturnType<typeof createCoverage>) =>
  ({
    async getDescriptionCoverage({ params }, context) {
      const sourceId = params.source_id.toLowerCase()
      const levels = await coverageOf({ organizationId: organizationOf(context), sourceId })
      if (!levels) return unknownSource()
      return {
        status: 200,
        body: {
          integration_source_id: sourceId,
          integration_source: toLevel(levels.integration_source),
          database: toLevel(levels.database),
          table: toLevel(levels.table),
          column: toLevel(levels.column),
          saas_object: toLevel(levels.saas_object),
          saas_field: toLevel(levels.saas_field),
        },
      }
    },
  }) satisfies Partial<Handlers>
