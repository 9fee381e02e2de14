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

/** The largest number of changes in an answer. People do not read longer lists. */
const maximumChanges = 1000

const pointerOf = ({ path }: Target) => issueAt('body', path, '', '').pointer

/** The source and the layer that a request and its file name. */
function scopeOf(params: { source_id: string }, file: DescriptionFile, context: RequestContext) {
  const sourceId = params.source_id
  const { integration_source_id: fileSourceId = sourceId, description_source: layer = 'manual_edit' } = file
  if (fileSourceId.toLowerCase() !== sourceId) {
    const msg = 'The file belongs to another integration source'
    throw invalidInput(['integration_source_id'], msg)
  }
  return { organizationId: organizationOf(context), sourceId, layer }
}

function countsOf({ changes, missing, unchanged }: Plan) {
  const count = (counted: PlannedChange['operation']) =>
    changes.filter(({ operation }) => operation === counted).length
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

/** The operations on description files. */
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
      const scope = scopeOf(params, body, context)
      const plan = await curation.plan(scope, await targetsOf(body))
      if (!plan) return unknownOf('integration_source')
      const changes = plan.changes.slice(0, maximumChanges)
      const omitted = plan.changes.length - changes.length
      return {
        status: 200,
        body: {
          integration_source_id: scope.sourceId,
          description_source: scope.layer,
          hash: plan.hash,
          ...countsOf(plan),
          diff: changes.map(diffOf).join('') + (omitted > 0 ? `and ${omitted} more\n` : ''),
          changes: changes.map(toChange),
          missing: plan.missing.slice(0, maximumChanges).map((target) => ({
            kind: target.kind,
            path: target.names,
            pointer: pointerOf(target),
            ...(context.lineOf && { line: context.lineOf(target.path) }),
          })),
        },
      }
    },

    async applyDescriptions({ params, query, body }, context) {
      const scope = scopeOf(params, body, context)
      const options = {
        organizationId: scope.organizationId,
        by: actorOf(context.principal),
        now: new Date(),
      }
      const application = await curation.apply(scope, await targetsOf(body), query.plan_hash, options)
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
