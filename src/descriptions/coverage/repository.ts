import { sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { type DescribedKind, describedKinds, describedTables } from '../../db/kinds.ts'
import { selectPresent } from '../../db/present.ts'
import { type DescriptionSource, descriptionSources } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'

interface CountRow extends Record<string, unknown> {
  kind: DescribedKind
  /**
   * What is counted: `effective`, resources by their effective layer, null for none; `stale`, resources with
   * a stale effective description; `layer`, layers by description source.
   */
  counted: 'effective' | 'stale' | 'layer'
  description_source: DescriptionSource | null
  /** A bigint as text. */
  count: string
}

const organizationId = sql`${sql.placeholder('organizationId')}::uuid`
const sourceId = sql`${sql.placeholder('sourceId')}::uuid`

const name = (kind: string) => sql.raw(`'${kind}'`)

/** One select for each table and each value of `counted`, so that each uses its own small index. */
const count = statement<CountRow>(
  'description_coverage',
  sql.join(
    [
      ...describedKinds.flatMap((kind) => {
        const source = kind === 'integration_source' ? sql`id` : sql`integration_source_id`
        const rows = sql`FROM ${describedTables[kind]}
          WHERE organization_id = ${organizationId} AND ${source} = ${sourceId}`
        return [
          selectPresent(
            describedTables[kind],
            { within: sourceId },
            (isPresent) =>
              sql`SELECT ${name(kind)} AS kind, 'effective' AS counted, description_source, count(*) AS count
                ${rows} AND ${isPresent} GROUP BY description_source`,
          ),
          selectPresent(
            describedTables[kind],
            { within: sourceId },
            (isPresent) =>
              sql`SELECT ${name(kind)}, 'stale', NULL, count(*) ${rows}
                AND ${isPresent} AND description_stale_reason IS NOT NULL`,
          ),
        ]
      }),
      selectPresent(
        'description_layers',
        { within: sourceId },
        (isPresent) => sql`SELECT kind, 'layer', description_source, count(*) FROM description_layers
          WHERE organization_id = ${organizationId} AND integration_source_id = ${sourceId} AND ${isPresent}
          GROUP BY kind, description_source`,
      ),
    ],
    sql` UNION ALL `,
  ),
)

const noLayers = (): Record<DescriptionSource, number> =>
  Object.fromEntries(descriptionSources.map((source) => [source, 0])) as Record<DescriptionSource, number>

const newLevel = () => ({ total: 0, stale: 0, effective: noLayers(), layers: noLayers() })

/** The counts for one kind. */
export type CoverageLevel = ReturnType<typeof newLevel>

/**
 * Creates a function that counts the described resources of a source; undefined when the source does not
 * exist.
 */
export const createCoverage =
  (db: Executor) =>
  async (scope: {
    organizationId: string
    sourceId: string
  }): Promise<Record<DescribedKind, CoverageLevel> | undefined> => {
    const levels = Object.fromEntries(describedKinds.map((kind) => [kind, newLevel()])) as Record<
      DescribedKind,
      CoverageLevel
    >
    for (const { kind, counted, description_source: source, count: text } of await count(db, scope)) {
      const number = Number(text)
      const level = levels[kind]
      if (counted === 'stale') level.stale += number
      if (counted === 'effective') level.total += number
      if (source) level[counted === 'layer' ? 'layers' : 'effective'][source] += number
    }
    return levels.integration_source.total === 0 ? undefined : levels
  }
