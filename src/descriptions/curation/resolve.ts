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

/** A target that the catalog has. */
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

const find = (kind: DescribedKind, joined: SQL) =>
  statement<FoundRow>(
    `description_targets_${kind}`,
    sql`WITH input AS MATERIALIZED (
        SELECT * FROM json_to_recordset(${sql.placeholder('rows')}::json)
          AS input(number integer, parent uuid, schema_name text COLLATE "C", name text COLLATE "C")
      ) ${joined}`,
  )

const findSource = find(
  'integration_source',
  sql`SELECT input.number, row.id, row.description FROM input JOIN integration_sources AS row
    ON row.organization_id = ${sql.placeholder('organizationId')}::uuid AND row.id = ${sql.placeholder('sourceId')}::uuid
      AND ${isPresent('integration_sources', 'row')}`,
)

/** Finds by the name that the parent knows. Only what is in the source itself is asked to be present: the others are in it. */
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
  // Two parts, since an index cannot be asked for what is not distinct.
  return find(
    kind,
    sql`${rows(sql`AND ${schemaName} = input.schema_name`)}
      UNION ALL ${rows(sql`AND ${schemaName} IS NULL AND input.schema_name IS NULL`)}`,
  )
}

const finds = Object.fromEntries(
  describedKinds.map((kind) => [kind, kind === 'integration_source' ? findSource : findByKey(kind)]),
) as Record<DescribedKind, ReturnType<typeof find>>

/** Finds the resources that a file names; those that are not in the source are left out. */
export async function resolveTargets(
  executor: Executor,
  place: { organizationId: string; sourceId: string },
  targets: readonly Target[],
): Promise<Map<Target, Resolved>> {
  await renewStatistics(executor, place.sourceId, targets.length)
  const resolved = new Map<Target, Resolved>()
  // What something is in comes before it.
  for (const kind of describedKinds) {
    const ofKind = targets.filter(
      (target) => target.kind === kind && (!target.parent || resolved.has(target.parent)),
    )
    for (const some of batches(ofKind, 2000)) {
      const rows = some.map(({ parent, schemaName, name }, number) => ({
        number,
        parent: parent && resolved.get(parent)?.id,
        schema_name: schemaName,
        name,
      }))
      for (const { number, id, description } of await finds[kind](executor, {
        ...place,
        rows: JSON.stringify(rows),
      })) {
        resolved.set(some[number] as Target, { id, effective: description })
      }
    }
  }
  return resolved
}
