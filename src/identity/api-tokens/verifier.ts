import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { coalesce } from '../../db/coalesce.ts'
import { apiTokens } from '../../db/schema.ts'
import { InvalidTokenError, type Principal } from '../principal.ts'
import { createLastUse } from './last-use.ts'
import { apiTokenHash, isWhole } from './token-text.ts'

/** Checks an API token. Throws InvalidTokenError, or what the database throws. */
export type ApiTokenVerifier = (
  token: string,
  log: { warn(details: object, message: string): void },
) => Promise<Principal>

/**
 * Makes the verifier of API tokens. It asks the database about every request, since a token that was revoked must not be
 * let in by any replica that still remembers it; requests at the same time share the question. What is wrong with a
 * token is told: only who has all of it gets to know that it was revoked or has expired.
 */
export function createApiTokenVerifier(db: Database): ApiTokenVerifier {
  const find = db
    .select({
      organizationId: apiTokens.organizationId,
      id: apiTokens.id,
      hash: apiTokens.hash,
      kind: apiTokens.kind,
      role: apiTokens.role,
      owner: apiTokens.owner,
      expiresAt: apiTokens.expiresAt,
      lastUsedAt: apiTokens.lastUsedAt,
      revokedAt: apiTokens.revokedAt,
    })
    .from(apiTokens)
    .where(sql`${apiTokens.hash} = ANY(${sql.placeholder('hashes')}::text[])`)
    .prepare('api_tokens_verify')
  const findOne = coalesce(
    async (hashes: string[]) => {
      const rows = new Map((await find.execute({ hashes })).map((row) => [row.hash, row]))
      return hashes.map((hash) => rows.get(hash))
    },
    { maximumBatch: 64, concurrency: 2 },
  )
  const writeLastUse = createLastUse(db)

  return async (token, log) => {
    if (!isWhole(token)) throw new InvalidTokenError('The API token is incomplete or mistyped.')
    const row = await findOne(apiTokenHash(token))
    if (!row) throw new InvalidTokenError('The API token is not known.')
    if (row.revokedAt) throw new InvalidTokenError('The API token was revoked.')
    if (row.expiresAt && row.expiresAt.getTime() <= Date.now()) {
      throw new InvalidTokenError('The API token has expired.')
    }
    writeLastUse(row, log)
    return {
      subject: `token:${row.id}`,
      organizationId: row.organizationId,
      role: row.role,
      kind: row.kind,
      owner: row.owner,
    }
  }
}
