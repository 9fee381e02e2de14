import type { components } from '../../contract/handlers.ts'
import type { ApiTokenRow } from '../../db/schema.ts'
import { createdAnswer, readAnswer, updatedAnswer } from '../../http/answering/answers.ts'
import { expectedVersions } from '../../http/answering/conditional.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/binding/operation.ts'
import { ProblemError } from '../../http/problems/problem.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { newApiToken } from '../../identity/api-tokens/token-text.ts'
import { newCreation } from '../../identity/creation.ts'
import { reaches } from '../../identity/permissions.ts'
import { actorOf, type Principal, type Role } from '../../identity/principal.ts'
import { normalizedName } from '../../values/name.ts'
import { expiryOf } from './expiry.ts'
import type { ApiTokenRepository } from './repository.ts'

/** Lists the properties one by one, so that the hash never gets into an answer. */
const toApiToken = (row: ApiTokenRow): components['schemas']['ApiToken'] => ({
  id: row.id,
  organization_id: row.organizationId,
  name: row.name,
  kind: row.kind,
  role: row.role,
  hint: row.hint,
  expires_at: row.expiresAt?.toISOString() ?? null,
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  revoked_at: row.revokedAt?.toISOString() ?? null,
  created_by: row.createdBy,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

const keyOf = (params: { token_id: string }, context: RequestContext) => ({
  organizationId: organizationOf(context),
  id: params.token_id,
})

/**
 * Checks that a caller may manage tokens with a role.
 *
 * @throws ProblemError `permission_denied`. It is thrown instead of returned, so that it is not stored for a
 *   replay: a retry with the same Idempotency-Key may use another token.
 */
function assertRole(principal: Principal, role: Role): void {
  if (reaches(principal.role, role)) return
  throw new ProblemError('permission_denied', {
    headers: { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' },
    detail: `The role ${principal.role} may not manage tokens with the role ${role}.`,
  })
}

/** The operations on API tokens. */
export const apiTokenHandlers = (tokens: ApiTokenRepository) =>
  ({
    async listApiTokens({ query }, context) {
      const { organizationId } = context
      const list = organizationId === undefined ? tokens.listAll : tokens.list
      return listAnswer(context, query, { list, values: { organizationId }, item: toApiToken })
    },

    async createApiToken({ body }, context) {
      assertRole(context.principal, body.role)
      const creation = newCreation(context.principal)
      const { token, hash, hint } = newApiToken()
      const row: ApiTokenRow = {
        ...creation,
        organizationId: organizationOf(context),
        hash,
        hint,
        name: normalizedName(body.name),
        kind: body.kind,
        role: body.role,
        expiresAt: expiryOf(body, creation.createdAt),
        lastUsedAt: null,
        revokedAt: null,
        createdBy: context.principal.subject,
        owner: context.principal.owner ?? context.principal.subject,
      }
      if ((await tokens.create(row)) !== 'created') {
        return unknownOf('organization')
      }
      return {
        ...createdAnswer(row, (created) => ({ ...toApiToken(created), token: null }), context),
        once: { token },
      }
    },

    async getApiToken({ params, query, headers }, context) {
      const row = await tokens.get(keyOf(params, context))
      return row ? readAnswer(row, toApiToken, { query, headers }) : unknownOf('api_token')
    },

    async revokeApiToken({ params, headers }, context) {
      const key = keyOf(params, context)
      const row = await tokens.get(key)
      if (!row) return unknownOf('api_token')
      assertRole(context.principal, row.role)
      const revoked = await tokens.revoke(key, {
        expected: expectedVersions(headers['if-match']),
        now: new Date(),
        by: actorOf(context.principal),
      })
      return updatedAnswer(revoked, toApiToken, unknownOf('api_token'))
    },
  }) satisfies Partial<Handlers>
