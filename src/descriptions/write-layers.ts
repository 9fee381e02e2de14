import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../db/client.ts'
import type { DescribedKind } from '../db/kinds.ts'
import type { DescriptionSource, DescriptionVersionRow } from '../db/schema.ts'
import { statement } from '../db/statement.ts'
import { knownTime } from '../values/read-time.ts'
import type { Description, LayerWrite } from './description.ts'

/** A resource whose row the transaction has locked, with its current description. */
export interface LockedResource {
  kind: DescribedKind
  id: string
  integrationSourceId: string
  description: Description
}

/** The origin of a generated text. */
export type MachineProvenance = Pick<DescriptionVersionRow, 'model' | 'promptVersion' | 'confidence'>

/** One write to a layer, with its properties for the history. */
export interface DescriptionWrite extends LayerWrite, Partial<MachineProvenance> {
  resource: LockedResource
  operation?: 'restored' | 'approved'
  restoredVersion?: number
  proposalId?: string
}

/** The author and time of writes. */
export interface WritingOptions {
  organizationId: string
  by: string
  now: Date
}

/** The outcome of one write. */
export interface WriteOutcome {
  /** The effective description after the write. */
  description: Description
  /** Whether the layer changed; writing the same text again does not change it. */
  isChanged: boolean
  /** The layer that is effective instead of the written one; undefined when the written one is effective. */
  shadowedBy: DescriptionSource | undefined
  /** The number of the write in the history; undefined when the history does not have it. */
  version: number | undefined
}

const value = (name: string) => sql.placeholder(name)

/** SQL for a value if the new text of a layer equals its old one, else for another value. */
const ifTextUnchanged = (unchanged: SQL, changed = sql`NULL`) =>
  sql`CASE
          WHEN layer.description IS NOT DISTINCT FROM excluded.description THEN ${unchanged} ELSE ${changed}
        END`

/**
 * Locks the precedence of layers in an organization until the transaction ends. Writers of layers share the
 * lock; a change of the precedence takes it exclusively.
 */
const precedenceLock = (mode: 'share' | 'exclusive') => {
  const lock = mode === 'share' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock'
  const key = sql`hashtextextended('description_precedence/' || ${value('organizationId')}::text, 0)`
  return sql`SELECT ${sql.raw(lock)}(${key})`
}

const sharePrecedence = statement('description_precedence_hold', precedenceLock('share'))
const lockPrecedence = statement('description_precedence_lock', precedenceLock('exclusive'))

/** Blocks other writers of descriptions in the organization, for a change of the precedence. */
export const lockDescriptionPrecedence = async (
  transaction: Transaction,
  organizationId: string,
): Promise<void> => {
  await lockPrecedence(transaction, { organizationId })
}

interface WrittenRow extends Record<string, unknown> {
  number: number
  is_removed: boolean
  is_changed: boolean
  version: number | null
  description: string | null
  description_source: DescriptionSource | null
  description_generated_at: string | null
  description_version: number
  description_stale_reason: string | null
  winner: DescriptionSource | null
}

/** Only a write that changes a text or removes a layer is an event, i.e. gets a version in the history. */
const writeStatement = statement<WrittenRow>(
  'description_layers_write',
  sql`WITH input AS MATERIALIZED (
      -- The writes, with the current descriptions of their resources.
      SELECT * FROM json_to_recordset(${value('rows')}::json) AS input(
        number integer, resource_id uuid, kind text, integration_source_id uuid, description_source text,
        description text, is_removed boolean, description_generated_at timestamptz(3), operation text,
        restored_version integer, proposal_id uuid, model text, prompt_version text,
        confidence double precision, current_description text, current_version integer)
    ), before AS MATERIALIZED (
      -- All layers of the resources before the writes.
      SELECT input.number, layer.* FROM input JOIN description_layers AS layer
        ON layer.organization_id = ${value('organizationId')}::uuid AND layer.resource_id = input.resource_id
    ), target AS MATERIALIZED (
      -- The layer that each write changes.
      SELECT input.*, before.number IS NOT NULL AS existed,
        CASE
          WHEN is_removed THEN before.number IS NOT NULL
          ELSE before.number IS NULL OR input.operation <> 'written'
            OR input.description IS DISTINCT FROM before.description
        END AS is_event,
        COALESCE(
          input.description_generated_at,
          CASE
            WHEN before.description IS NOT DISTINCT FROM input.description
            THEN before.description_generated_at
          END,
          ${value('now')}::timestamptz) AS generated_at
      FROM input LEFT JOIN before
        ON before.number = input.number AND before.description_source = input.description_source
    ), after AS (
      -- All layers of the resources after the writes.
      SELECT before.number, before.description_source, before.description, before.description_generated_at,
        before.stale_reason
      FROM before
        JOIN target
          ON target.number = before.number AND target.description_source <> before.description_source
      UNION ALL
      SELECT number, description_source, description, generated_at, NULL FROM target WHERE NOT is_removed
    ), winner AS MATERIALIZED (
      -- The layer with the highest precedence.
      SELECT DISTINCT ON (number) * FROM after
      ORDER BY number, description_rank(
        (SELECT description_precedence FROM organizations WHERE id = ${value('organizationId')}::uuid),
        description_source)
    ), effective AS MATERIALIZED (
      -- The effective description after each write.
      SELECT target.number, winner.description, winner.description_source AS winner,
        CASE WHEN winner.description IS NOT NULL THEN winner.description_source END AS description_source,
        CASE
          WHEN winner.description IS NOT NULL THEN to_json(winner.description_generated_at) #>> '{}'
        END AS description_generated_at,
        winner.stale_reason AS description_stale_reason,
        target.current_version
          + (winner.description IS DISTINCT FROM target.current_description)::integer AS description_version
      FROM target LEFT JOIN winner USING (number)
    ), written AS (
      -- Writes the layers that differ. An unchanged text keeps its author and its origin.
      INSERT INTO description_layers AS layer (
        organization_id, resource_id, kind, integration_source_id, description_source, description,
        description_generated_at, author, written_at, model, prompt_version, confidence)
      SELECT ${value('organizationId')}::uuid, resource_id, kind, integration_source_id, description_source,
        description, generated_at, ${value('by')}::text, ${value('now')}::timestamptz, model, prompt_version,
        confidence
      FROM target WHERE NOT is_removed
      ON CONFLICT (organization_id, resource_id, description_source) DO UPDATE
      SET description = excluded.description, description_generated_at = excluded.description_generated_at,
        author = ${ifTextUnchanged(sql`layer.author`, sql`excluded.author`)},
        written_at = excluded.written_at,
        model = COALESCE(excluded.model, ${ifTextUnchanged(sql`layer.model`)}),
        prompt_version = COALESCE(excluded.prompt_version, ${ifTextUnchanged(sql`layer.prompt_version`)}),
        confidence = COALESCE(excluded.confidence, ${ifTextUnchanged(sql`layer.confidence`)})
      WHERE layer.description IS DISTINCT FROM excluded.description
        OR layer.stale_reason IS NOT NULL
        OR layer.description_generated_at <> excluded.description_generated_at
        OR COALESCE(excluded.model, layer.model) IS DISTINCT FROM layer.model
        OR COALESCE(excluded.prompt_version, layer.prompt_version) IS DISTINCT FROM layer.prompt_version
        OR COALESCE(excluded.confidence, layer.confidence) IS DISTINCT FROM layer.confidence
      RETURNING resource_id
    ), removed AS (
      DELETE FROM description_layers AS layer USING target
      WHERE target.is_removed AND layer.organization_id = ${value('organizationId')}::uuid
        AND layer.resource_id = target.resource_id AND layer.description_source = target.description_source
      RETURNING layer.resource_id
    ), touched AS (
      -- The writes that changed a layer or are events.
      SELECT target.* FROM target
        JOIN (
          SELECT resource_id FROM written UNION ALL SELECT resource_id FROM removed
          UNION SELECT resource_id FROM target WHERE is_event
        ) AS resource USING (resource_id)
    ), counted AS (
      -- Raises the revisions, and for events the version number of the history.
      INSERT INTO described_resources AS resource (
        organization_id, resource_id, kind, integration_source_id, version)
      SELECT ${value('organizationId')}::uuid, resource_id, kind, integration_source_id, is_event::integer
      FROM touched ORDER BY resource_id
      ON CONFLICT (organization_id, resource_id) DO UPDATE
      SET version = resource.version + excluded.version, revision = resource.revision + 1
      RETURNING resource_id, version
    ), history AS (
      INSERT INTO description_versions (
        organization_id, resource_id, version, operation, description_source, description,
        description_generated_at, author, occurred_at, model, prompt_version, confidence,
        description_version, is_effective, restored_version, proposal_id)
      SELECT ${value('organizationId')}::uuid, resource_id, counted.version,
        CASE WHEN is_removed THEN 'removed' ELSE operation END,
        target.description_source, target.description, CASE WHEN NOT is_removed THEN generated_at END,
        ${value('by')}::text, ${value('now')}::timestamptz, model, prompt_version, confidence,
        effective.description_version, effective.description_version <> current_version,
        restored_version, proposal_id
      FROM target JOIN counted USING (resource_id) JOIN effective USING (number) WHERE is_event
    )
    SELECT effective.*, is_removed, counted.version IS NOT NULL AS is_changed,
      CASE WHEN is_event THEN counted.version END AS version
    FROM effective JOIN target USING (number) LEFT JOIN counted USING (resource_id)`,
)

/**
 * Writes layers. All changes of descriptions of existing resources go through this function. The transaction
 * must have locked the rows of the resources, each resource may occur once, and the caller must store the
 * effective descriptions in the rows.
 *
 * @returns one outcome for each write, in the same order
 */
export async function writeLayers(
  transaction: Transaction,
  writes: readonly DescriptionWrite[],
  { organizationId, by, now }: WritingOptions,
): Promise<WriteOutcome[]> {
  // In a separate statement, so that the snapshot of the next one is taken after the lock.
  await sharePrecedence(transaction, { organizationId })
  const rows = writes.map(({ resource, ...write }, number) => ({
    number,
    resource_id: resource.id,
    kind: resource.kind,
    integration_source_id: resource.integrationSourceId,
    description_source: write.descriptionSource,
    description: write.description,
    is_removed: write.isRemoved ?? (write.description === null && write.descriptionSource !== 'manual_edit'),
    description_generated_at: write.descriptionGeneratedAt,
    operation: write.operation ?? 'written',
    restored_version: write.restoredVersion,
    proposal_id: write.proposalId,
    model: write.model,
    prompt_version: write.promptVersion,
    confidence: write.confidence,
    current_description: resource.description.description,
    current_version: resource.description.descriptionVersion,
  }))
  const written = await writeStatement(transaction, {
    organizationId,
    by,
    now: now.toISOString(),
    rows: JSON.stringify(rows),
  })
  const outcomes = new Map(written.map((row) => [row.number, outcomeOf(row)]))
  return writes.map(({ descriptionSource }, number) => {
    const { winner, isRemoved, ...outcome } = outcomes.get(number) as ReturnType<typeof outcomeOf>
    const isShadowed = !isRemoved && winner !== descriptionSource
    return { ...outcome, shadowedBy: isShadowed ? (winner as DescriptionSource) : undefined }
  })
}

const outcomeOf = (row: WrittenRow) => ({
  winner: row.winner,
  isRemoved: row.is_removed,
  isChanged: row.is_changed,
  version: row.version ?? undefined,
  description: {
    description: row.description,
    descriptionSource: row.description_source,
    descriptionGeneratedAt:
      row.description_generated_at === null ? null : knownTime(row.description_generated_at),
    descriptionVersion: row.description_version,
    descriptionStaleReason: row.description_stale_reason,
  },
})
