import type { components } from '../../contract/handlers.ts'
import { type DescribedKind, describedKinds } from '../../db/kinds.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import type { CoverageLevel, createCoverage } from './repository.ts'

function toLevel({ total, stale, effective, layers }: CoverageLevel): Level {
  const described = Object.values(effective).reduce((sum, number) => sum + number, 0)
  const share = total === 0 ? null : Math.round((described / total) * 10_000) / 100
  return { total, described, described_pct: share, stale, effective, layers }
}

type Level = components['schemas']['CoverageLevel']

const levelsOf = (levels: Record<DescribedKind, CoverageLevel>) =>
  Object.fromEntries(describedKinds.map((kind) => [kind, toLevel(levels[kind])])) as Record<
    DescribedKind,
    Level
  >

/** The operation that counts described resources. */
export const coverageHandlers = (coverageOf: ReturnType<typeof createCoverage>) =>
  ({
    async getDescriptionCoverage({ params }, context) {
      const sourceId = params.source_id
      const levels = await coverageOf({ organizationId: organizationOf(context), sourceId })
      if (!levels) return unknownOf('integration_source')
      return {
        status: 200,
        body: {
          integration_source_id: sourceId,
          ...levelsOf(levels),
        },
      }
    },
  }) satisfies Partial<Handlers>
