import { type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { isUuidPosition, type KeysetList } from '../../db/keyset.ts'
import {
  type DescribedKind,
  describedKinds,
  describedOf,
  describedTables,
  parentColumn,
  partsOf,
} from '../../db/kinds.ts'
import { isPresent } from '../../db/present.ts'
import { statement } from '../../db/statement.ts'

/** A generated text that is out of date, because the structure changed. */
export interface StaleDescriptionRow extends Record<string, unknown> {
  resource_id: string
  kind: DescribedKind
  integration_source_id: string
  /** The names on the path to the resource within its source. */
  path: string[]
  description: string
  stale_reason: string
  stale_since: string
  is_effective: boolean
  model: string | null
  prompt_version: string | null
  confidence: number | null
  database_priority: number
  table_priority: number
}

/** The priority of resources without a priority, which is the default of databases. */
const usualPriority = sql.raw('99')

const row = (kind: DescribedKind) => sql.identifier(`in_${kind}`)

/** The kinds on the path to a resource within its source. */
const inSource = describedKinds.filter((kind) => kind !== 'integration_source')

/** The names of the resource and its parents; null for kinds that are not among them. */
const path = sql.join(
  inSource.flatMap((kind) => {
    const { names, schema } = describedOf(kind)
    return [...(schema ? [schema] : []), names[0]].map(
      (column) => sql`${row(kind)}.${sql.identifier(column.name)}`,
    )
  }),
  sql`, `,
)

/** Joins the resource itself and its parents, one row of each kind. Children come before their parents. */
const joins = inSource.toReversed().map((kind) => {
  const parentIds = partsOf(kind).map((child) => sql`${row(child)}.${sql.identifier(parentColumn(kind))}`)
  const ids = sql.join([sql`resource.${sql.identifier(`of_${kind}`)}`, ...parentIds], sql`, `)
  return sql`LEFT JOIN ${describedTables[kind]} AS ${row(kind)}
    ON ${row(kind)}.organization_id = layer.organization_id AND ${row(kind)}.id = COALESCE(${ids})`
})

const query = (after: SQL) => sql`
  SELECT layer.resource_id, resource.kind, resource.integration_source_id, layer.description,
    layer.stale_reason, array_remove(ARRAY[${path}], NULL) AS path,
    to_json(layer.stale_since) #>> '{}' AS stale_since, layer.model, layer.prompt_version, layer.confidence,
    layer.description_source = (
      SELECT winner.description_source FROM description_layers AS winner
      WHERE winner.organization_id = layer.organization_id AND winner.resource_id = layer.resource_id
      ORDER BY description_rank(organization.description_precedence, winner.description_source) LIMIT 1
    ) AS is_effective,
    priority.of_database AS database_priority, priority.of_table AS table_priority
  FROM description_layers AS layer
  JOIN organizations AS organization ON organization.id = layer.organization_id
  JOIN described_resources AS resource USING (organization_id, resource_id)
  ${sql.join(
    joins,
    sql`
  `,
  )}
  CROSS JOIN LATERAL (
    SELECT COALESCE(in_database.priority, ${usualPriority}), COALESCE(in_table.priority, ${usualPriority})
  ) AS priority (of_database, of_table)
  WHERE layer.organization_id = ${sql.placeholder('organizationId')}::uuid AND layer.stale_reason IS NOT NULL
    AND resource.integration_source_id = ${sql.placeholder('sourceId')}::uuid
    AND ${isPresent('described_resources', 'resource')} ${after}
  ORDER BY priority.of_database, priority.of_table, layer.resource_id LIMIT ${sql.placeholder('limit')}`

const first = statement<StaleDescriptionRow>('stale_descriptions_first', query(sql``))
const next = statement<StaleDescriptionRow>(
  'stale_descriptions_next',
  query(
    sql`AND (priority.of_database, priority.of_table, layer.resource_id) > (
      ${sql.placeholder('afterDatabase')}::integer, ${sql.placeholder('afterTable')}::integer,
      ${sql.placeholder('afterId')}::uuid)`,
  ),
)

/**
 * The stale texts of a source by priority; values `organizationId` and `sourceId`. The cost of a page grows
 * with the number of stale texts in the organization, since priorities are in other rows and cannot be
 * indexed.
 */
export const createStaleDescriptionList = (db: Executor): KeysetList<StaleDescriptionRow> => ({
  read: (values, position, limit) =>
    position
      ? next(db, {
          ...values,
          limit,
          afterDatabase: position[0],
          afterTable: position[1],
          afterId: position[2],
        })
      : first(db, { ...values, limit }),
  position: (row) => [row.database_priority, row.table_priority, row.resource_id],
  isPosition: (values) => isUuidPosition(values, 2),
})
