import type { IntegrationSourceRepository } from '../../catalog/integration-sources/repository.ts'
import { unknownReference } from '../../catalog/resource/refusals.ts'
import { createdAnswer, readAnswer } from '../../http/answering/answers.ts'
import { etagOf } from '../../http/answering/conditional.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/binding/operation.ts'
import { problem } from '../../http/problems/problem.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { actorOf } from '../../identity/principal.ts'
import { issueAt } from '../../values/invalid-input.ts'
import { knownObstacle } from '../connectors/known-obstacle.ts'
import type { ConnectorOptions } from '../connectors/settings.ts'
import { runEvents } from './events.ts'
import { toIntrospectionRun, versionedRun } from './mapping.ts'
import { newRun } from './new-run.ts'
import { nothingToDo, type Run, type RunRepository } from './repository.ts'
import { createSharedReads } from './shared-reads.ts'

/** How often runs are read for their followers, in milliseconds. */
const readInterval = 500

const keyOf = (params: { source_id: string; run_id: string }, context: RequestContext) => ({
  organizationId: organizationOf(context),
  integrationSourceId: params.source_id,
  id: params.run_id,
})

function changedAnswer(run: Run) {
  const { version, item } = versionedRun(run)
  return { status: 200 as const, headers: { etag: etagOf(version) }, body: item }
}

const inactiveSource =
  'The source is not active, so it is not introspected. Set is_active of the source to true, then start the run again.'

const inactiveDatabase = (index: number) => {
  const msg = 'The database is not active, so introspection does not cover it'
  return problem('reference_not_found', {
    detail: `body/database_ids/${index}: ${msg}`,
    errors: [issueAt('body', ['database_ids', String(index)], msg, 'value_error')],
  })
}

/** The operations on introspection runs. */
export const runHandlers = (
  runs: RunRepository,
  { sources, connectors }: { sources: IntegrationSourceRepository; connectors: ConnectorOptions },
) => {
  const readShared = createSharedReads(runs, readInterval)
  return {
    async listIntrospectionRuns({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
      const list = {
        ...runs.list,
        read: async (...page: Parameters<typeof runs.list.read>) =>
          runs.withDatabases(await runs.list.read(...page)),
        position: (row: Run) => runs.list.position(row),
      }
      return listAnswer(context, query, {
        list,
        values: { organizationId, sourceId },
        item: toIntrospectionRun,
      })
    },

    async createIntrospectionRun({ params, body }, context) {
      const row = newRun({
        organizationId: organizationOf(context),
        integrationSourceId: params.source_id,
        isDryRun: body.dry_run,
        profile: body.profile,
        requestedBy: actorOf(context.principal),
      })
      const source = await sources.get({ organizationId: row.organizationId, id: row.integrationSourceId })
      if (!source) return unknownOf('integration_source')
      if (!source.isActive) return problem('source_inactive', { detail: inactiveSource })
      const obstacle = knownObstacle(source, connectors)
      if (obstacle) return problem(obstacle.code, { detail: obstacle.detail })
      const ids = body.database_ids?.map((id) => id.toLowerCase())
      const created = await runs.create(row, ids, { refuseEmpty: true })
      if (created.outcome === 'database_missing') {
        return unknownReference('database_ids', 'database', created.index)
      }
      if (created.outcome === 'database_inactive') return inactiveDatabase(created.index)
      if (created.outcome === 'no_active_database') return problem(created.outcome, { detail: nothingToDo })
      const { version, item } = versionedRun(created.run)
      return createdAnswer(version, () => item, context)
    },

    async getIntrospectionRun({ params, query, headers }, context) {
      const run = await runs.get(keyOf(params, context))
      if (!run) return unknownOf('introspection_run')
      const { version, item } = versionedRun(run)
      return readAnswer(version, () => item, { query, headers })
    },

    async cancelIntrospectionRun({ params }, context) {
      const run = await runs.cancel(keyOf(params, context), new Date())
      return run ? changedAnswer(run) : unknownOf('introspection_run')
    },

    async approveIntrospectionRun({ params }, context) {
      const run = await runs.approve(keyOf(params, context), new Date())
      if (run === 'not_waiting') return problem('not_waiting')
      if (!run) return unknownOf('introspection_run')
      return changedAnswer(run)
    },

    async streamIntrospectionRunEvents({ params }, context) {
      const key = keyOf(params, context)
      const run = await runs.get(key)
      if (!run) return unknownOf('introspection_run')
      const abandoned = context.abandoned()
      const events = runEvents(run, {
        read: (followed) => readShared(followed, context.closing),
        problem: context.tokenProblem,
        isGone: () => abandoned.aborted,
      })
      return { status: 200, events }
    },
  } satisfies Partial<Handlers>
}
