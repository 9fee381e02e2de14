import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import type { DescriptionSource } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import { visitInSlices } from '../../values/slices.ts'
import { writeDescriptions } from '../repository.ts'
import { batches, lockManyResources } from '../resources.ts'
import type { LockedResource, WritingOptions } from '../write-layers.ts'
import type { Target } from './file.ts'
import { type Resolved, resolveTargets } from './resolve.ts'

/** The planned change of one layer. */
export interface PlannedChange extends Resolved {
  operation: 'add' | 'change' | 'remove'
  target: Target
  before: string | null
  after: string | null
  /** The revision of the layers of the resource. */
  revision: number
  /** The layer that is effective instead of the changed one; null when the changed one is effective. */
  shadowedBy: DescriptionSource | null
}

/** The changes that a file would make. */
export interface Plan {
  layer: DescriptionSource
  hash: string
  changes: PlannedChange[]
  /** The resources that do not exist in the catalog, without their descendants. */
  missing: Target[]
  unchanged: number
}

/** The outcome of applying a file. */
export type Application =
  | { outcome: 'outdated' | 'unknown_source' }
  | { outcome: 'applied' | 'nothing_to_do'; plan: Plan; shadowed: number }

/** The source and the layer of a file. */
export interface PlanScope {
  organizationId: string
  sourceId: string
  layer: DescriptionSource
}

interface LayerState extends Record<string, unknown> {
  resource_id: string
  revision: number
  has_layer: boolean
  text: string | null
  /** The layers with a higher precedence than this one. */
  higher: DescriptionSource[]
}

const readStates = statement<LayerState>(
  'description_plan_states',
  sql`SELECT resource.resource_id, resource.revision,
      own.resource_id IS NOT NULL AS has_layer, own.description AS text,
      ARRAY(
        SELECT layer.description_source FROM description_layers AS layer
        WHERE layer.organization_id = resource.organization_id AND layer.resource_id = resource.resource_id
          AND description_rank(organization.description_precedence, layer.description_source)
            < description_rank(organization.description_precedence, ${sql.placeholder('layer')}::text)
        ORDER BY description_rank(organization.description_precedence, layer.description_source)
      ) AS higher
    FROM described_resources AS resource
      JOIN organizations AS organization ON organization.id = resource.organization_id
      LEFT JOIN description_layers AS own ON own.organization_id = resource.organization_id
        AND own.resource_id = resource.resource_id
        AND own.description_source = ${sql.placeholder('layer')}::text
    WHERE resource.organization_id = ${sql.placeholder('organizationId')}::uuid
      AND resource.resource_id = ANY(${sql.placeholder('ids')}::uuid[])`,
)

const noState = { revision: 0, has_layer: false, text: null, higher: [] }

function operationOf(
  layer: DescriptionSource,
  after: string | null,
  { has_layer: hasLayer, text }: Pick<LayerState, 'has_layer' | 'text'>,
): PlannedChange['operation'] | undefined {
  // Null removes the layer, except in manual_edit, where it is the decision that there is no description.
  if (after === null && layer !== 'manual_edit') return hasLayer ? 'remove' : undefined
  if (!hasLayer) return 'add'
  return text === after ? undefined : 'change'
}

const digestOf = (lines: string) => createHash('sha256').update(lines).digest('hex')

/**
 * A hash of the changes and of the state that they start from. It does not depend on their order in the file.
 */
async function hashOf(
  { sourceId, layer }: PlanScope,
  changes: readonly PlannedChange[],
  missing: readonly Target[],
): Promise<string> {
  // Sorted in small groups, since sorting a large array would block other requests.
  const groups = new Map<string, string[]>()
  const add = (entry: readonly unknown[]) => {
    const digest = digestOf(JSON.stringify(entry))
    const first = digest.slice(0, 2)
    const group = groups.get(first)
    if (group) group.push(digest)
    else groups.set(first, [digest])
  }
  await visitInSlices(changes, ({ operation, id, before, after, effective, revision, shadowedBy }) =>
    add([id, operation, before, after, effective, revision, shadowedBy]),
  )
  await visitInSlices(missing, ({ kind, names }) => add([kind, ...names]))
  const sorted = [...groups.keys()].sort().map((first) => digestOf(String(groups.get(first)?.sort())))
  return digestOf(JSON.stringify([sourceId, layer, ...sorted]))
}

/** Compares description files with the catalog, and applies them. */
export function createCuration(db: Executor) {
  /** @returns undefined when the source does not exist */
  const plan = async (
    executor: Executor,
    scope: PlanScope,
    targets: readonly Target[],
  ): Promise<Plan | undefined> => {
    const { organizationId, layer } = scope
    const resolved = await resolveTargets(executor, scope, targets)
    if (!resolved.has(targets[0] as Target)) return undefined
    const isMissing = (target: Target) =>
      !resolved.has(target) && target.parent && resolved.has(target.parent)
    const missing = targets.filter(isMissing)
    const described = targets.filter((target) => target.description !== undefined && resolved.has(target))
    const changes: PlannedChange[] = []
    for (const batch of batches(described, 2000)) {
      const ids = batch.map((target) => (resolved.get(target) as Resolved).id)
      const rows = await readStates(executor, { organizationId, layer, ids })
      const states = new Map(rows.map((row) => [row.resource_id, row]))
      for (const target of batch) {
        const found = resolved.get(target) as Resolved
        const { revision, higher, ...state } = states.get(found.id) ?? noState
        const after = target.description as string | null
        const operation = operationOf(layer, after, state)
        if (!operation) continue
        const shadowedBy = operation === 'remove' ? null : (higher[0] ?? null)
        changes.push({ ...found, operation, target, before: state.text, after, revision, shadowedBy })
      }
    }
    const hash = await hashOf(scope, changes, missing)
    return { layer, hash, changes, missing, unchanged: described.length - changes.length }
  }

  return {
    /**
     * Plans the changes of a file in one snapshot of the database; undefined when the source does not exist.
     */
    plan: (scope: PlanScope, targets: readonly Target[]): Promise<Plan | undefined> =>
      db.transaction((transaction) => plan(transaction, scope, targets), {
        isolationLevel: 'repeatable read',
        accessMode: 'read only',
      }),

    /** Applies the changes of a file if their hash is that of the plan. */
    apply: (
      scope: PlanScope,
      targets: readonly Target[],
      hash: string,
      options: WritingOptions,
    ): Promise<Application> =>
      db.transaction(async (transaction): Promise<Application> => {
        const first = await plan(transaction, scope, targets)
        if (!first) return { outcome: 'unknown_source' }
        if (first.changes.length === 0) return { outcome: 'nothing_to_do', plan: first, shadowed: 0 }
        const resources = first.changes.map(({ id, target: { kind } }) => ({ id, kind }))
        const locked = await lockManyResources(transaction, scope.organizationId, resources)
        // Planned again under the locks, as another transaction may have changed the resources before.
        const planned = await plan(transaction, scope, targets)
        if (planned?.hash !== hash || !planned.changes.every(({ id }) => locked.has(id))) {
          return { outcome: 'outdated' }
        }
        let shadowed = 0
        for (const batch of batches(planned.changes)) {
          const writes = batch.map(({ id, after }) => ({
            resource: locked.get(id) as LockedResource,
            descriptionSource: scope.layer,
            description: after,
          }))
          const outcomes = await writeDescriptions(transaction, writes, options)
          shadowed += outcomes.filter(({ shadowedBy }) => shadowedBy).length
        }
        return { outcome: 'applied', plan: planned, shadowed }
      }),
  }
}

export type Curation = ReturnType<typeof createCuration>
