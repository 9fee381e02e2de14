import type { components } from '../../contract/handlers.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/binding/operation.ts'
import { problem } from '../../http/problems/problem.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { actorOf } from '../../identity/principal.ts'
import { invalidInput, issueAt } from '../../values/invalid-input.ts'
import { diffOf } from './diff.ts'
import type { createExport } from './export.ts'
import { type DescriptionFile, type Target, targetsOf } from './file.ts'
import type { Curation, Plan, PlannedChange } from './plan.ts'

/** How much of a plan is told; what is longer nobody reads. */
const told = 1000

const pointerOf = ({ path }: Target) => issueAt('body', path, '', '').pointer

/** The source and the layer that a request and its file name. */
function placeOf(params: { source_id: string }, file: DescriptionFile, context: RequestContext) {
  const sourceId = params.source_id
  const { integration_source_id: named = sourceId, description_source: layer = 'manual_edit' } = file
  if (named.toLowerCase() !== sourceId) {
    const msg = 'The file is of another integration source'
    throw invalidInput(['integration_source_id'], msg)
  }
  return { organizationId: organizationOf(context), sourceId, layer }
}

function countsOf({ changes, missing, unchanged }: Plan) {
  const count = (wanted: PlannedChange['operation']) =>
    changes.filter(({ operation }) => operation === wanted).length
  return {
    added: count('add'),
    changed: count('change'),
    removed: count('remove'),
    unchanged,
    not_found: missing.length,
  }
}

const toChange = (change: PlannedChange): components['schemas']['DescriptionPlanChange'] => ({
  operation: change.operation,
  resource_id: change.id,
  kind: change.target.kind,
  path: change.target.names,
  pointer: pointerOf(change.target),
  before: change.before,
  after: change.after,
  effective: change.effective,
  shadowed_by: change.shadowedBy,
})

/** The operations of people who edit descriptions in files. */
export const curationHandlers = (curation: Curation, exportOf: ReturnType<typeof createExport>) =>
  ({
    async exportDescriptions({ params, query }, context) {
      const { description_source: layer, database_id: databaseId } = query
      const text = await exportOf({
        organizationId: organizationOf(context),
        sourceId: params.source_id,
        layer,
        ...(databaseId && { databaseId: databaseId }),
      })
      if (text === 'unknown_source') return unknownOf('integration_source')
      return text === 'unknown_database' ? unknownOf('database') : { status: 200, text }
    },

    async planDescriptions({ params, body }, context) {
      const place = placeOf(params, body, context)
      const plan = await curation.plan(place, await targetsOf(body))
      if (!plan) return unknownOf('integration_source')
      const changes = plan.changes.slice(0, told)
      const left = plan.changes.length - changes.length
      return {
        status: 200,
        body: {
          integration_source_id: place.sourceId,
          description_source: place.layer,
          hash: plan.hash,
          ...countsOf(plan),
          diff: changes.map(diffOf).join('') + (left > 0 ? `and ${left} more\n` : ''),
          changes: changes.map(toChange),
          missing: plan.missing.slice(0, told).map((target) => ({
            kind: target.kind,
            path: target.names,
            pointer: pointerOf(target),
            ...(context.lineOf && { line: context.lineOf(target.path) }),
          })),
        },
      }
    },

    async applyDescriptions({ params, query, body }, context) {
      const place = placeOf(params, body, context)
      const options = {
        organizationId: place.organizationId,
        by: actorOf(context.principal),
        now: new Date(),
      }
      const application = await curation.apply(place, await targetsOf(body), query.plan_hash, options)
      if (application.outcome === 'unknown_source') return unknownOf('integration_source')
      if (application.outcome === 'outdated') {
        return problem('plan_outdated', {
          detail: 'The file or what it changes is not as it was when it was planned. Plan it again.',
        })
      }
      const { outcome, plan, shadowed } = application as Extract<typeof application, { plan: Plan }>
      return { status: 200, body: { outcome, ...countsOf(plan), shadowed } }
    },
  }) satisfies Partial<Handlers>
