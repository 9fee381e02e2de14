import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { coalesce } from '../../db/coalesce.ts'
import { apiTokens } from '../../db/schema.ts'
import { InvalidTokenError, type Principal } from '../principal.ts'
import { createLastUse } from './last-use.ts'
import { apiTokenHash, isWhole } from './token-text.ts'

/** Verifies an API token. Throws InvalidTokenError and database errors. */
export type ApiTokenVerifier = (
  token: string,
  log: { warn(details: object, message: string): void },
) => Promise<Principal>

/**
 * Creates the verifier of API tokens. It queries the database for every request, since no replica may accept
 * a revoked token from a cache; concurrent requests share a query. Errors give the reason: only a caller with
 * the complete token learns that it was revoked or has expired.
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
