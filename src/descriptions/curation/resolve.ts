import { type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import {
  type DescribedKind,
  describedKinds,
  describedOf,
  describedTables,
  kindOf,
  parentColumn,
} from '../../db/kinds.ts'
import { isPresent } from '../../db/present.ts'
import { renewStatistics } from '../../db/source-statistics.ts'
import { statement } from '../../db/statement.ts'
import { batches } from '../resources.ts'
import type { Target } from './file.ts'

/** The resource of a target. */
export interface Resolved {
  id: string
  /** Its effective text. */
  effective: string | null
}

interface FoundRow extends Record<string, unknown> {
  number: number
  id: string
  description: string | null
}

const ofSource = sql`row.organization_id = ${sql.placeholder('organizationId')}::uuid
  AND row.integration_source_id = ${sql.placeholder('sourceId')}::uuid`

const find = (kind: DescribedKind, select: SQL) =>
  statement<FoundRow>(
    `description_targets_${kind}`,
    sql`WITH input AS MATERIALIZED (
        SELECT * FROM json_to_recordset(${sql.placeholder('rows')}::json)
          AS input(number integer, parent uuid, schema_name text COLLATE "C", name text COLLATE "C")
      ) ${select}`,
  )

const findSource = find(
  'integration_source',
  sql`SELECT input.number, row.id, row.description FROM input JOIN integration_sources AS row
    ON row.organization_id = ${sql.placeholder('organizationId')}::uuid
      AND row.id = ${sql.placeholder('sourceId')}::uuid AND ${isPresent('integration_sources', 'row')}`,
)

/**
 * Finds rows by their key in the parent. Only direct children of the source are checked with `isPresent`, as
 * the parents of the others were.
 */
function findByKey(kind: DescribedKind) {
  const { key, schema } = describedOf(kind)
  const { parent } = kindOf(kind)
  const inParent =
    parent === 'integration_source'
      ? isPresent(describedTables[kind], 'row')
      : sql`row.${sql.identifier(parentColumn(parent as DescribedKind))} = input.parent`
  const rows = (condition: SQL) => sql`SELECT input.number, row.id, row.description
    FROM input JOIN ${describedTables[kind]} AS row ON ${ofSource} AND ${inParent} ${condition}
      AND row.${sql.identifier(key.name)} = input.name`
  if (!schema) return find(kind, rows(sql``))
  const schemaName = sql`row.${sql.identifier(schema.name)}`
  // Two selects, as IS NOT DISTINCT FROM would not use the index.
  return find(
    kind,
    sql`${rows(sql`AND ${schemaName} = input.schema_name`)}
      UNION ALL ${rows(sql`AND ${schemaName} IS NULL AND input.schema_name IS NULL`)}`,
  )
}

const finds = Object.fromEntries(
  describedKinds.map((kind) => [kind, kind === 'integration_source' ? findSource : findByKey(kind)]),
) as Record<DescribedKind, ReturnType<typeof find>>

/**
 * Finds the resources that a file names. The result does not contain targets that do not exist in the source.
 */
export async function resolveTargets(
  executor: Executor,
  scope: { organizationId: string; sourceId: string },
  targets: readonly Target[],
): Promise<Map<Target, Resolved>> {
  await renewStatistics(executor, scope.sourceId, targets.length)
  const resolved = new Map<Target, Resolved>()
  // Parents come before their children.
  for (const kind of describedKinds) {
    const ofKind = targets.filter(
      (target) => target.kind === kind && (!target.parent || resolved.has(target.parent)),
    )
    for (const batch of batches(ofKind, 2000)) {
      const rows = batch.map(({ parent, schemaName, name }, number) => ({
        number,
        parent: parent && resolved.get(parent)?.id,
        schema_name: schemaName,
        name,
      }))
      for (const { number, id, description } of await finds[kind](executor, {
        ...scope,
        rows: JSON.stringify(rows),
      })) {
        resolved.set(batch[number] as Target, { id, effective: description })
      }
    }
  }
  return resolved
}
