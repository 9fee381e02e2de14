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

/** What would become of one layer. */
export interface PlannedChange extends Resolved {
  operation: 'add' | 'change' | 'remove'
  target: Target
  before: string | null
  after: string | null
  /** Of the layers of the resource. */
  revision: number
  shadowedBy: DescriptionSource | null
}

/** What a file would change. */
export interface Plan {
  layer: DescriptionSource
  hash: string
  changes: PlannedChange[]
  /** What the catalog does not have; what is in that is left out. */
  missing: Target[]
  unchanged: number
}

/** What became of a file. */
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
  /** The layers that come before this one. */
  higher: DescriptionSource[]
}

const readStates = statement<LayerState>(
  'description_plan_states',
  sql`SELECT resource.resource_id, resource.revision, own.resource_id IS NOT NULL AS has_layer, own.description AS text,
      ARRAY(SELECT layer.description_source FROM description_layers AS layer
        WHERE layer.organization_id = resource.organization_id AND layer.resource_id = resource.resource_id
          AND description_rank(organization.description_precedence, layer.description_source)
            < description_rank(organization.description_precedence, ${sql.placeholder('layer')}::text)
        ORDER BY description_rank(organization.description_precedence, layer.description_source)) AS higher
    FROM described_resources AS resource JOIN organizations AS organization ON organization.id = resource.organization_id
    LEFT JOIN description_layers AS own ON own.organization_id = resource.organization_id
      AND own.resource_id = resource.resource_id AND own.description_source = ${sql.placeholder('layer')}::text
    WHERE resource.organization_id = ${sql.placeholder('organizationId')}::uuid
      AND resource.resource_id = ANY(${sql.placeholder('ids')}::uuid[])`,
)

const noState = { revision: 0, has_layer: false, text: null, higher: [] }

function operationOf(
  layer: DescriptionSource,
  after: string | null,
  { has_layer: isThere, text }: Pick<LayerState, 'has_layer' | 'text'>,
): PlannedChange['operation'] | undefined {
  // Of every layer but that of people a missing text is no layer.
  if (after === null && layer !== 'manual_edit') return isThere ? 'remove' : undefined
  if (!isThere) return 'add'
  return text === after ? undefined : 'change'
}

const digestOf = (lines: string) => createHash('sha256').update(lines).digest('hex')

/** The same for the same changes of the same state, in whatever order a file has them. */
async function hashOf(
  { sourceId, layer }: PlanScope,
  changes: readonly PlannedChange[],
  missing: readonly Target[],
): Promise<string> {
  // Sorted in small groups, since others have to wait for the sorting of one.
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

/** Compares files with the catalog, and makes the catalog like them. */
export function createCuration(db: Executor) {
  /** @returns undefined when there is no such source */
  const plan = async (
    executor: Executor,
    place: PlanScope,
    targets: readonly Target[],
  ): Promise<Plan | undefined> => {
    const { organizationId, layer } = place
    const resolved = await resolveTargets(executor, place, targets)
    if (!resolved.has(targets[0] as Target)) return undefined
    const isLost = (target: Target) => !resolved.has(target) && target.parent && resolved.has(target.parent)
    const missing = targets.filter(isLost)
    const named = targets.filter((target) => target.description !== undefined && resolved.has(target))
    const changes: PlannedChange[] = []
    for (const some of batches(named, 2000)) {
      const ids = some.map((target) => (resolved.get(target) as Resolved).id)
      const rows = await readStates(executor, { organizationId, layer, ids })
      const states = new Map(rows.map((row) => [row.resource_id, row]))
      for (const target of some) {
        const found = resolved.get(target) as Resolved
        const { revision, higher, ...state } = states.get(found.id) ?? noState
        const after = target.description as string | null
        const operation = operationOf(layer, after, state)
        if (!operation) continue
        const shadowedBy = operation === 'remove' ? null : (higher[0] ?? null)
        changes.push({ ...found, operation, target, before: state.text, after, revision, shadowedBy })
      }
    }
    const hash = await hashOf(place, changes, missing)
    return { layer, hash, changes, missing, unchanged: named.length - changes.length }
  }

  return {
    /** What a file would change, as of one moment; undefined when there is no such source. */
    plan: (place: PlanScope, targets: readonly Target[]): Promise<Plan | undefined> =>
      db.transaction((transaction) => plan(transaction, place, targets), {
        isolationLevel: 'repeatable read',
        accessMode: 'read only',
      }),

    /** Makes the changes of a file, if they are those of the plan with this hash. */
    apply: (
      place: PlanScope,
      targets: readonly Target[],
      hash: string,
      options: WritingOptions,
    ): Promise<Application> =>
      db.transaction(async (transaction): Promise<Application> => {
        const first = await plan(transaction, place, targets)
        if (!first) return { outcome: 'unknown_source' }
        if (first.changes.length === 0) return { outcome: 'nothing_to_do', plan: first, shadowed: 0 }
        const wanted = first.changes.map(({ id, target: { kind } }) => ({ id, kind }))
        const locked = await lockManyResources(transaction, place.organizationId, wanted)
        // As it is now that nobody else can change it.
        const planned = await plan(transaction, place, targets)
        if (planned?.hash !== hash || !planned.changes.every(({ id }) => locked.has(id))) {
          return { outcome: 'outdated' }
        }
        let shadowed = 0
        for (const some of batches(planned.changes)) {
          const writes = some.map(({ id, after }) => ({
            resource: locked.get(id) as LockedResource,
            descriptionSource: place.layer,
            description: after,
          }))
          const outcomes = await writeDescriptions(transaction, writes, options)
          shadowed += outcomes.filter(({ shadowedBy }) => shadowedBy).length
        }
        return { outcome: 'applied', plan: planned, shadowed }
      }),
  }
}

/** The curation of descriptions by files. */
export type Curation = ReturnType<typeof createCuration>
