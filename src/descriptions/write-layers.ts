import { sql } from 'drizzle-orm'
import type { Transaction } from '../db/client.ts'
import type { DescribedKind } from '../db/kinds.ts'
import type { DescriptionSource, DescriptionVersionRow } from '../db/schema.ts'
import { statement } from '../db/statement.ts'
import { knownTime } from '../values/read-time.ts'
import type { Description, LayerWrite } from './description.ts'

/** A described resource whose row this transaction has locked, with its description as it is. */
export interface LockedResource {
  kind: DescribedKind
  id: string
  integrationSourceId: string
  description: Description
}

/** What a machine says of a text that it wrote. */
export type MachineProvenance = Pick<DescriptionVersionRow, 'model' | 'promptVersion' | 'confidence'>

/** One write of a layer, with what the history tells of it. */
export interface DescriptionWrite extends LayerWrite, Partial<MachineProvenance> {
  resource: LockedResource
  operation?: 'restored' | 'approved'
  restoredVersion?: number
  proposalId?: string
}

/** Whose writes they are, and when. */
export interface WritingOptions {
  organizationId: string
  by: string
  now: Date
}

/** What a write made of the description of its resource. */
export interface WriteOutcome {
  description: Description
  /** Whether the layer is another one than before; the same text again changes nothing. */
  isChanged: boolean
  /** The layer that wins over the one that was written. */
  shadowedBy: DescriptionSource | undefined
  /** The number that the history gave to the write. */
  version: number | undefined
}

const value = (name: string) => sql.placeholder(name)

/** Which layers win stays as it is until the transaction ends; a change of the order waits, and makes others wait. */
const precedenceLock = (mode: 'share' | 'exclusive') =>
  sql`${sql.raw(mode === 'share' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')}(hashtextextended('description_precedence/' || ${value('organizationId')}::text, 0))`

const holdPrecedence = statement('description_precedence_hold', sql`SELECT ${precedenceLock('share')}`)
const lockPrecedence = statement('description_precedence_lock', sql`SELECT ${precedenceLock('exclusive')}`)

/** Keeps everybody else from writing descriptions of the organization: for a change of the order. */
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

/*
 * `before` are the layers as they are, `target` is the layer that each row writes, `after` are the layers as they
 * will be, and `winner` the highest of them. Only what changes a text or takes a layer away is an event of the history.
 */
const write = statement<WrittenRow>(
  'description_layers_write',
  sql`WITH input AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${value('rows')}::json) AS input(number integer, resource_id uuid, kind text,
        integration_source_id uuid, description_source text, description text, is_removed boolean,
        description_generated_at timestamptz(3), operation text, restored_version integer, proposal_id uuid, model text,
        prompt_version text, confidence double precision, current_description text, current_version integer)
    ), before AS MATERIALIZED (
      SELECT input.number, layer.* FROM input JOIN description_layers AS layer
        ON layer.organization_id = ${value('organizationId')}::uuid AND layer.resource_id = input.resource_id
    ), target AS MATERIALIZED (
      SELECT input.*, before.number IS NOT NULL AS existed,
        CASE WHEN is_removed THEN before.number IS NOT NULL
          ELSE before.number IS NULL OR input.operation <> 'written' OR input.description IS DISTINCT FROM before.description
          END AS is_event,
        COALESCE(input.description_generated_at,
          CASE WHEN before.description IS NOT DISTINCT FROM input.description THEN before.description_generated_at END,
          ${value('now')}::timestamptz) AS generated_at
      FROM input LEFT JOIN before
        ON before.number = input.number AND before.description_source = input.description_source
    ), after AS (
      SELECT before.number, before.description_source, before.description, before.description_generated_at, before.stale_reason
      FROM before
        JOIN target ON target.number = before.number AND target.description_source <> before.description_source
      UNION ALL
      SELECT number, description_source, description, generated_at, NULL FROM target WHERE NOT is_removed
    ), winner AS MATERIALIZED (
      SELECT DISTINCT ON (number) * FROM after
      ORDER BY number, description_rank(
        (SELECT description_precedence FROM organizations WHERE id = ${value('organizationId')}::uuid), description_source)
    ), effective AS MATERIALIZED (
      SELECT target.number, winner.description, winner.description_source AS winner,
        CASE WHEN winner.description IS NOT NULL THEN winner.description_source END AS description_source,
        CASE WHEN winner.description IS NOT NULL THEN to_json(winner.description_generated_at) #>> '{}' END AS description_generated_at,
        winner.stale_reason AS description_stale_reason, target.current_version + (winner.description IS DISTINCT FROM target.current_description)::integer AS description_version
      FROM target LEFT JOIN winner USING (number)
    ), written AS (
      INSERT INTO description_layers AS layer (organization_id, resource_id, kind, integration_source_id, description_source,
        description, description_generated_at, author, written_at, model, prompt_version, confidence)
      SELECT ${value('organizationId')}::uuid, resource_id, kind, integration_source_id, description_source, description,
        generated_at, ${value('by')}::text, ${value('now')}::timestamptz, model, prompt_version, confidence
      FROM target WHERE NOT is_removed
      ON CONFLICT (organization_id, resource_id, description_source) DO UPDATE
      SET description = excluded.description, description_generated_at = excluded.description_generated_at,
        author = CASE WHEN layer.description IS DISTINCT FROM excluded.description THEN excluded.author ELSE layer.author END,
        written_at = excluded.written_at, model = COALESCE(excluded.model, CASE WHEN layer.description IS NOT DISTINCT FROM excluded.description THEN layer.model END),
        prompt_version = COALESCE(excluded.prompt_version, CASE WHEN layer.description IS NOT DISTINCT FROM excluded.description THEN layer.prompt_version END),
        confidence = COALESCE(excluded.confidence, CASE WHEN layer.description IS NOT DISTINCT FROM excluded.description THEN layer.confidence END)
      WHERE layer.description IS DISTINCT FROM excluded.description
        OR layer.stale_reason IS NOT NULL OR layer.description_generated_at <> excluded.description_generated_at
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
      SELECT target.* FROM target JOIN (SELECT resource_id FROM written UNION ALL SELECT resource_id FROM removed
        UNION SELECT resource_id FROM target WHERE is_event) AS resource USING (resource_id)
    ), counted AS (
      INSERT INTO described_resources AS resource (organization_id, resource_id, kind, integration_source_id, version)
      SELECT ${value('organizationId')}::uuid, resource_id, kind, integration_source_id, is_event::integer
      FROM touched ORDER BY resource_id
      ON CONFLICT (organization_id, resource_id) DO UPDATE
      SET version = resource.version + excluded.version, revision = resource.revision + 1
      RETURNING resource_id, version
    ), history AS (
      INSERT INTO description_versions (organization_id, resource_id, version, operation, description_source, description,
        description_generated_at, author, occurred_at, model, prompt_version, confidence, description_version, is_effective,
        restored_version, proposal_id)
      SELECT ${value('organizationId')}::uuid, resource_id, counted.version,
        CASE WHEN is_removed THEN 'removed' ELSE operation END,
        target.description_source, target.description, CASE WHEN NOT is_removed THEN generated_at END, ${value('by')}::text,
        ${value('now')}::timestamptz, model, prompt_version, confidence, effective.description_version,
        effective.description_version <> current_version, restored_version, proposal_id
      FROM target JOIN counted USING (resource_id) JOIN effective USING (number) WHERE is_event
    )
    SELECT effective.*, is_removed, counted.version IS NOT NULL AS is_changed,
      CASE WHEN is_event THEN counted.version END AS version
    FROM effective JOIN target USING (number) LEFT JOIN counted USING (resource_id)`,
)

/**
 * Writes layers: the one way in which the descriptions of existing resources change. Their rows must be locked by this
 * transaction, no two writes may be of one resource, and the caller stores the effective descriptions in the rows.
 *
 * @returns one outcome a write, in the same order
 */
export async function writeLayers(
  transaction: Transaction,
  writes: readonly DescriptionWrite[],
  { organizationId, by, now }: WritingOptions,
): Promise<WriteOutcome[]> {
  // By a statement of its own: the snapshot of the next one is taken after the lock.
  await holdPrecedence(transaction, { organizationId })
  const rows = writes.map(({ resource, ...written }, number) => ({
    number,
    resource_id: resource.id,
    kind: resource.kind,
    integration_source_id: resource.integrationSourceId,
    description_source: written.descriptionSource,
    description: written.description,
    is_removed:
      written.isRemoved ?? (written.description === null && written.descriptionSource !== 'manual_edit'),
    description_generated_at: written.descriptionGeneratedAt,
    operation: written.operation ?? 'written',
    restored_version: written.restoredVersion,
    proposal_id: written.proposalId,
    model: written.model,
    prompt_version: written.promptVersion,
    confidence: written.confidence,
    current_description: resource.description.description,
    current_version: resource.description.descriptionVersion,
  }))
  const written = await write(transaction, {
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
