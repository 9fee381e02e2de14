import { sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { type DescribedKind, describedKinds, describedTables } from '../../db/kinds.ts'
import { selectPresent } from '../../db/present.ts'
import { type DescriptionSource, descriptionSources } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'

/** How many rows there are of one kind with one answer to one question. */
interface CountRow extends Record<string, unknown> {
  kind: DescribedKind
  /** `effective`: by the layer that is effective, null for none; `stale`: of these the stale ones; `layer`: by layers. */
  counted: 'effective' | 'stale' | 'layer'
  description_source: DescriptionSource | null
  /** A bigint as text. */
  count: string
}

const organizationId = sql`${sql.placeholder('organizationId')}::uuid`
const sourceId = sql`${sql.placeholder('sourceId')}::uuid`

const name = (kind: string) => sql.raw(`'${kind}'`)

/** A part for each question and table, so that each is counted in a small index of its own. */
const count = statement<CountRow>(
  'description_coverage',
  sql.join(
    [
      ...describedKinds.flatMap((kind) => {
        const source = kind === 'integration_source' ? sql`id` : sql`integration_source_id`
        const rows = sql`FROM ${describedTables[kind]} WHERE organization_id = ${organizationId} AND ${source} = ${sourceId}`
        return [
          selectPresent(
            describedTables[kind],
            { within: sourceId },
            (isPresent) =>
              sql`SELECT ${name(kind)} AS kind, 'effective' AS counted, description_source, count(*) AS count ${rows}
                AND ${isPresent} GROUP BY description_source`,
          ),
          selectPresent(
            describedTables[kind],
            { within: sourceId },
            (isPresent) =>
              sql`SELECT ${name(kind)}, 'stale', NULL, count(*) ${rows} AND ${isPresent} AND description_stale_reason IS NOT NULL`,
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

/** What is counted of the resources of one kind. */
export type CoverageLevel = ReturnType<typeof newLevel>

/** Counts how much of a source is described, in one statement; undefined when there is no such source. */
export const createCoverage =
  (db: Executor) =>
  async (place: {
    organizationId: string
    sourceId: string
  }): Promise<Record<DescribedKind, CoverageLevel> | undefined> => {
    const levels = Object.fromEntries(describedKinds.map((kind) => [kind, newLevel()])) as Record<
      DescribedKind,
      CoverageLevel
    >
    for (const { kind, counted, description_source: source, count: text } of await count(db, place)) {
      const number = Number(text)
      const level = levels[kind]
      if (counted === 'stale') level.stale += number
      if (counted === 'effective') level.total += number
      if (source) level[counted === 'layer' ? 'layers' : 'effective'][source] += number
    }
    return levels.integration_source.total === 0 ? undefined : levels
  }
