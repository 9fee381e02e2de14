import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { coalesce } from '../../db/coalesce.ts'
import type { RowKey } from '../../db/find-row.ts'
import { apiTokens } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'

/** How often the last use of a token is written, in milliseconds. */
const precision = 60_000

// Skips a token whose row another transaction has locked; a later use will be written. The revision
// increases, since the time is part of the representation behind the ETag.
const write = statement(
  'api_tokens_last_use',
  sql`UPDATE ${apiTokens} AS target
    SET last_used_at = ${sql.placeholder('now')}::timestamptz, revision = target.revision + 1
    FROM (
      SELECT organization_id, id FROM ${apiTokens}
      WHERE (organization_id, id) IN (
          SELECT * FROM unnest(
            ${sql.placeholder('organizationIds')}::uuid[],
            ${sql.placeholder('ids')}::uuid[]
          )
        )
        AND (last_used_at IS NULL OR last_used_at <= ${sql.placeholder('before')}::timestamptz)
      FOR NO KEY UPDATE SKIP LOCKED
    ) AS used
    WHERE target.organization_id = used.organization_id AND target.id = used.id`,
)

/** A used token, with its last use as stored before. */
export type UsedToken = RowKey & { lastUsedAt: Date | null }

/**
 * Creates the function that stores when a token was used: about once a minute for each token, for any number
 * of replicas. It returns at once; a failure is only logged.
 */
export function createLastUse(db: Database) {
  const writing = new Set<string>()
  const writeOne = coalesce(
    async (tokens: RowKey[]) => {
      const now = Date.now()
      await write(db, {
        now: new Date(now).toISOString(),
        before: new Date(now - precision).toISOString(),
        organizationIds: tokens.map(({ organizationId }) => organizationId),
        ids: tokens.map(({ id }) => id),
      })
      return tokens
    },
    { maximumBatch: 64, concurrency: 1 },
  )
  return (token: UsedToken, log: { warn(details: object, message: string): void }): void => {
    const { organizationId, id, lastUsedAt } = token
    if (writing.has(id) || (lastUsedAt && Date.now() - lastUsedAt.getTime() < precision)) return
    writing.add(id)
    writeOne({ organizationId, id })
      .catch((err) => log.warn({ err }, 'the last use of an API token was not written'))
      .finally(() => writing.delete(id))
  }
}
