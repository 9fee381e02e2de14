import { contextParameters } from '../identity/request-organization.ts'
import { type ProblemCode, problemCatalogue } from './problem-catalogue.ts'
import { type ProblemResult, problem } from './problems.ts'

/** The problem of a target that does not exist, by the last parameter of the path that names one. */
const codes = {
  organization_id: 'organization_not_found',
  source_id: 'source_not_found',
  integration_source_id: 'source_not_found',
  database_id: 'database_not_found',
  table_id: 'table_not_found',
  column_id: 'column_not_found',
  relationship_id: 'relationship_not_found',
  object_id: 'saas_object_not_found',
  field_id: 'saas_field_not_found',
  association_id: 'saas_association_not_found',
  resource_id: 'resource_not_found',
  proposal_id: 'description_proposal_not_found',
  rename_proposal_id: 'rename_proposal_not_found',
  run_id: 'run_not_found',
  token_id: 'token_not_found',
} as const satisfies Record<string, ProblemCode>

/** A problem that says that the target of a request does not exist. */
export type TargetCode = (typeof codes)[keyof typeof codes]

const targetCodes = new Set<ProblemCode>(Object.values(codes))

/** What the target of the operations of a path is called when it does not exist. */
export function targetCodeOf(url: string): TargetCode {
  const named = [...url.matchAll(/:(\w+)/g)].map(([, name]) => codes[name as keyof typeof codes])
  const inSources: TargetCode = url.startsWith('/api/integration-sources/')
    ? 'source_not_found'
    : 'organization_not_found'
  return named.findLast((code) => code !== undefined) ?? inSources
}

/** The answer for a target that does not exist, or not for this token. */
export const unknownTarget = (code: TargetCode): ProblemResult<404> =>
  problem(code, { detail: `${problemCatalogue[code].title}, or this token has no access to it.` })

/**
 * Adds to an unknown target that a context parameter may be the cause, where the request has some. The words are the same
 * whichever of the two it was, so that nobody learns from them what exists elsewhere.
 */
export function withContextNamed(result: ProblemResult, query: unknown): ProblemResult {
  if (!targetCodes.has(result.problem.code)) return result
  const named = contextParameters.filter((name) => Object.hasOwn((query ?? {}) as object, name))
  if (named.length === 0) return result
  const detail = `${result.problem.detail} Or a context parameter names something outside of its organization: ${named.join(', ')}.`
  return { ...result, problem: { ...result.problem, detail } }
}
