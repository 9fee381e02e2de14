import { and, eq, sql } from 'drizzle-orm'
import { type ChangeOptions, changeRow } from '../../db/change-row.ts'
import type { Executor } from '../../db/client.ts'
import { createFind, type RowKey } from '../../db/find-row.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { type ApiTokenRow, apiTokens, organizations } from '../../db/schema.ts'
import { createSetInsert } from '../../db/set-insert.ts'
import { takeShare } from '../../db/shares.ts'

/**
 * Reads and writes API tokens.
 *
 * @param tokensInUse the largest number of tokens in one organization that are neither revoked nor expired
 */
export function createApiTokenRepository(db: Executor, tokensInUse: number) {
  const insert = createSetInsert<ApiTokenRow>(apiTokens, {
    parents: [
      {
        table: organizations,
        columns: [apiTokens.organizationId],
        key: [organizations.id],
        constraint: 'api_tokens_organization',
      },
    ],
    unique: [],
  })

  return {
    /**
     * Adds one token.
     *
     * @throws ShareExceededError when the organization already has `tokensInUse` tokens
     */
    create: (row: ApiTokenRow) =>
      db.transaction(async (transaction) => {
        const { organizationId } = row
        await takeShare(transaction, { organizationId, share: 'api_tokens', limit: tokensInUse })
        const [outcome] = await insert(transaction, [row])
        return outcome?.outcome
      }),
    /** Reads one token; undefined when it does not exist. */
    get: createFind<ApiTokenRow>(db, apiTokens),
    /** The tokens of an organization in the order of creation; value `organizationId`. */
    list: createKeysetList<ApiTokenRow>(db, apiTokens, {
      name: 'list',
      where: eq(apiTokens.organizationId, sql.placeholder('organizationId')),
      order: { id: apiTokens.id },
    }),
    /** The tokens of all organizations in the order of creation. */
    listAll: createKeysetList<ApiTokenRow>(db, apiTokens, {
      name: 'list_all',
      where: undefined,
      order: { id: apiTokens.id },
    }),
    /** Revokes one token. A token that was already revoked keeps its time of revocation. */
    revoke: (
      { organizationId, id }: RowKey,
      { now, ...options }: Omit<ChangeOptions<ApiTokenRow>, 'change' | 'also'>,
    ) =>
      changeRow<ApiTokenRow>(
        db,
        apiTokens,
        and(eq(apiTokens.organizationId, organizationId), eq(apiTokens.id, id)),
        { ...options, now, change: ({ revokedAt }) => ({ revokedAt: revokedAt ?? now }) },
      ),
  }
}

export type ApiTokenRepository = ReturnType<typeof createApiTokenRepository>
