import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '../db/client.ts'
import { type DescribedKind, describedKinds as kinds, describedTables as tableOf } from '../db/kinds.ts'
import { isPresent } from '../db/present.ts'
import { describedResources } from '../db/schema.ts'
import { statement } from '../db/statement.ts'
import {
  type LockedResource,
  lockDescriptionPrecedence,
  type WriteOutcome,
  type WritingOptions,
} from './write-layers.ts'

const findKinds = statement<{ id: string; kind: DescribedKind }>(
  'descriptions_find_kinds',
  sql.join(
    kinds.map(
      (kind) => sql`SELECT id, ${sql.raw(`'${kind}'`)} AS kind FROM ${tableOf[kind]}
        WHERE organization_id = ${sql.placeholder('organizationId')}::uuid
          AND id = ANY(${sql.placeholder('ids')}::uuid[]) AND ${isPresent(tableOf[kind])}`,
    ),
    sql` UNION ALL `,
  ),
)

/** The kinds of resources by id. The result does not contain ids that do not exist. */
export async function kindsOf(
  executor: Executor,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, DescribedKind>> {
  const rows = await findKinds(executor, { organizationId, ids })
  return new Map(rows.map(({ id, kind }) => [id, kind]))
}

async function readResources(
  executor: Executor,
  organizationId: string,
  ids: readonly string[],
  isLocking: boolean,
): Promise<Map<string, LockedResource>> {
  const kindOf = await kindsOf(executor, organizationId, ids)
  const found = new Map<string, LockedResource>()
  for (const kind of kinds) {
    const ofKind = ids.filter((id) => kindOf.get(id) === kind)
    if (ofKind.length === 0) continue
    const table = tableOf[kind]
    const query = executor
      .select({
        id: table.id,
        integrationSourceId: 'integrationSourceId' in table ? table.integrationSourceId : table.id,
        description: table.description,
        descriptionSource: table.descriptionSource,
        descriptionGeneratedAt: table.descriptionGeneratedAt,
        descriptionVersion: table.descriptionVersion,
        descriptionStaleReason: table.descriptionStaleReason,
      })
      .from(table)
      .where(and(eq(table.organizationId, organizationId), inArray(table.id, ofKind), isPresent(table)))
      .orderBy(table.id)
    for (const { id, integrationSourceId, ...description } of await (isLocking
      ? query.for('update')
      : query)) {
      found.set(id, { kind, id, integrationSourceId, description })
    }
  }
  return found
}

/** Reads one resource; undefined when it does not exist. */
export const findResource = async (executor: Executor, organizationId: string, id: string) =>
  (await readResources(executor, organizationId, [id], false)).get(id)

/** Locks resources by id until the transaction ends. The result does not contain ids that do not exist. */
export const lockResources = (transaction: Transaction, organizationId: string, ids: readonly string[]) =>
  readResources(transaction, organizationId, ids, true)

/** The largest number of rows that one statement locks or writes. */
const batchSize = 500

/** Splits items into batches. */
export function* batches<Item>(items: readonly Item[], size = batchSize): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}

/**
 * Locks any number of resources, ordered by kind and id as in all other transactions, so that they do not
 * deadlock.
 */
export async function lockManyResources(
  transaction: Transaction,
  organizationId: string,
  resources: readonly { kind: DescribedKind; id: string }[],
): Promise<Map<string, LockedResource>> {
  const locked = new Map<string, LockedResource>()
  for (const kind of kinds) {
    const ids = [
      ...new Set(resources.filter((resource) => resource.kind === kind).map(({ id }) => id)),
    ].sort()
    for (const batch of batches(ids)) {
      for (const [id, resource] of await lockResources(transaction, organizationId, batch)) {
        locked.set(id, resource)
      }
    }
  }
  return locked
}

const stores = Object.fromEntries(
  kinds.map((kind) => [
    kind,
    statement(
      `descriptions_store_${kind}`,
      sql`UPDATE ${tableOf[kind]} AS target SET
          description = effective.description,
          description_source = effective.description_source,
          description_generated_at = effective.description_generated_at,
          description_version = effective.description_version,
          description_stale_reason = effective.description_stale_reason,
          revision = target.revision + 1,
          updated_at = ${sql.placeholder('now')}::timestamptz,
          changed_by = ${sql.placeholder('by')}::text
        FROM json_to_recordset(${sql.placeholder('rows')}::json) AS effective(
          id uuid, description text, description_source text, description_generated_at timestamptz(3),
          description_version integer, description_stale_reason text)
        WHERE target.organization_id = ${sql.placeholder('organizationId')}::uuid AND target.id = effective.id
          AND (
            target.description, target.description_source, target.description_generated_at,
            target.description_stale_reason
          ) IS DISTINCT FROM (
            effective.description, effective.description_source, effective.description_generated_at,
            effective.description_stale_reason
          )`,
    ),
  ]),
) as Record<DescribedKind, ReturnType<typeof statement>>

/** Stores the new effective descriptions in the rows of resources. */
export async function storeEffective(
  transaction: Transaction,
  written: readonly { resource: LockedResource; outcome: WriteOutcome }[],
  { organizationId, by, now }: WritingOptions,
): Promise<void> {
  for (const kind of kinds) {
    const rows = written
      .filter(({ resource }) => resource.kind === kind)
      .map(({ resource, outcome: { description } }) => ({
        id: resource.id,
        description: description.description,
        description_source: description.descriptionSource,
        description_generated_at: description.descriptionGeneratedAt,
        description_version: description.descriptionVersion,
        description_stale_reason: description.descriptionStaleReason,
      }))
    if (rows.length === 0) continue
    await stores[kind](transaction, {
      organizationId,
      by,
      now: now.toISOString(),
      rows: JSON.stringify(rows),
    })
  }
}

const reorders = kinds.map((kind) =>
  statement(
    `descriptions_reorder_${kind}`,
    sql`WITH winner AS MATERIALIZED (
        -- The layer of each resource that wins by the new precedence.
        SELECT DISTINCT ON (resource_id) layer.*
        FROM description_layers AS layer
          JOIN described_resources AS resource USING (organization_id, resource_id)
        WHERE organization_id = ${sql.placeholder('organizationId')}::uuid
          AND resource.kind = ${sql.raw(`'${kind}'`)}
        ORDER BY resource_id,
          description_rank(${sql.placeholder('precedence')}::text[], layer.description_source)
      ), updated AS (
        -- The resources whose effective layer differs; is_effective when the text differs, too.
        UPDATE ${tableOf[kind]} AS target SET
          description = winner.description,
          description_source =
            CASE WHEN winner.description IS NOT NULL THEN winner.description_source END,
          description_generated_at =
            CASE WHEN winner.description IS NOT NULL THEN winner.description_generated_at END,
          description_version =
            target.description_version + (winner.description IS DISTINCT FROM target.description)::integer,
          description_stale_reason = winner.stale_reason,
          revision = target.revision + 1,
          updated_at = ${sql.placeholder('now')}::timestamptz,
          changed_by = ${sql.placeholder('by')}::text
        FROM winner
          JOIN ${tableOf[kind]} AS old
            ON old.organization_id = winner.organization_id AND old.id = winner.resource_id
        WHERE target.organization_id = ${sql.placeholder('organizationId')}::uuid
          AND target.id = winner.resource_id AND ${isPresent(tableOf[kind], 'target')}
          AND (target.description, target.description_source) IS DISTINCT FROM
            (winner.description, CASE WHEN winner.description IS NOT NULL THEN winner.description_source END)
        RETURNING winner.*, target.description_version,
          target.description_version <> old.description_version AS is_effective
      ), counted AS (
        -- The next version number of each history.
        UPDATE described_resources AS resource SET version = resource.version + 1 FROM updated
        WHERE resource.organization_id = updated.organization_id
          AND resource.resource_id = updated.resource_id AND is_effective
        RETURNING resource.resource_id, resource.version
      )
      INSERT INTO description_versions (
        organization_id, resource_id, version, operation, description_source, description,
        description_generated_at, author, occurred_at, description_version, is_effective)
      SELECT organization_id, resource_id, counted.version, 'reordered', description_source, description,
        description_generated_at, ${sql.placeholder('by')}::text, ${sql.placeholder('now')}::timestamptz,
        description_version, true
      FROM updated JOIN counted USING (resource_id)`,
  ),
)

/** Applies a new precedence of layers to all descriptions of an organization. */
export async function reorderDescriptions(
  transaction: Transaction,
  precedence: readonly string[],
  { organizationId, by, now }: WritingOptions,
): Promise<void> {
  await lockDescriptionPrecedence(transaction, organizationId)
  for (const reorder of reorders) {
    await reorder(transaction, { organizationId, precedence, by, now: now.toISOString() })
  }
  // The order of layers is part of every description, so each one gets a new ETag.
  await transaction
    .update(describedResources)
    .set({ revision: sql`${describedResources.revision} + 1` })
    .where(eq(describedResources.organizationId, organizationId))
}
