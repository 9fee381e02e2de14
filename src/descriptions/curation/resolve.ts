import { type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { isPresent } from '../../db/present.ts'
import type { DescribedKind } from '../../db/schema.ts'
import { renewStatistics } from '../../db/source-statistics.ts'
import { statement } from '../../db/statement.ts'
import { batches, kinds } from '../resources.ts'
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

const byName = (table: SQL, condition: SQL) => sql`
  SELECT input.number, row.id, row.description FROM input JOIN ${table} AS row ON ${ofSource} AND ${condition}`

const finds: Record<DescribedKind, ReturnType<typeof find>> = {
  integration_source: find(
    'integration_source',
    sql`SELECT input.number, row.id, row.description FROM input JOIN integration_sources AS row
      ON row.organization_id = ${sql.placeholder('organizationId')}::uuid AND row.id = ${sql.placeholder('sourceId')}::uuid
        AND ${isPresent('integration_sources', 'row')}`,
  ),
  database: find(
    'database',
    byName(sql`databases`, sql`row.name = input.name AND ${isPresent('databases', 'row')}`),
  ),
  // Two parts, since an index cannot be asked for what is not distinct.
  table: find(
    'table',
    sql`${byName(sql`tables`, sql`row.database_id = input.parent AND row.schema_name = input.schema_name AND row.name = input.name`)}
      UNION ALL ${byName(sql`tables`, sql`row.database_id = input.parent AND row.schema_name IS NULL AND input.schema_name IS NULL AND row.name = input.name`)}`,
  ),
  column: find('column', byName(sql`columns`, sql`row.table_id = input.parent AND row.name = input.name`)),
  saas_object: find('saas_object', byName(sql`saas_objects`, sql`row.api_identifier = input.name`)),
  saas_field: find(
    'saas_field',
    byName(sql`saas_fields`, sql`row.saas_object_id = input.parent AND row.api_identifier = input.name`),
  ),
}

/** Finds the resources that a file names; those that are not in the source are left out. */
export async function resolveTargets(
  executor: Executor,
  place: { organizationId: string; sourceId: string },
  targets: readonly Target[],
): Promise<Map<Target, Resolved>> {
  await renewStatistics(executor, place.sourceId, targets.length)
  const resolved = new Map<Target, Resolved>()
  // What something is in comes before it.
  for (const kind of kinds) {
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
