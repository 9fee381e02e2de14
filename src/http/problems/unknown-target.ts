import { allKinds, type KindName, kindNames } from '../../db/all-kinds.ts'
import { contextParameters } from '../../identity/request-organization.ts'
import { type ProblemCode, problemCatalogue } from './catalogue.ts'
import { type ProblemResult, problem } from './problem.ts'

type AllKinds = typeof allKinds

/** The code of a problem for a target of a request that does not exist. */
export type TargetCode = AllKinds[KindName]['notFound'] | 'resource_not_found'

/** The code for a missing target, by the path parameter that names it. */
const codes: Readonly<Record<string, TargetCode>> = {
  ...Object.fromEntries(kindNames.map((kind) => [allKinds[kind].parameter, allKinds[kind].notFound])),
  integration_source_id: allKinds.integration_source.notFound,
  // Any kind with a description.
  resource_id: 'resource_not_found',
}

const targetCodes = new Set<ProblemCode>(Object.values(codes))

/** The code for a missing target of the operations at a path. */
export function targetCodeOf(url: string): TargetCode {
  const named = [...url.matchAll(/:(\w+)/g)].map(([, name]) => codes[String(name)])
  const inSources: TargetCode = url.startsWith('/api/integration-sources/')
    ? 'source_not_found'
    : 'organization_not_found'
  return named.findLast((code) => code !== undefined) ?? inSources
}

/** The answer when a target does not exist, or this token has no access to it. */
export const unknownTarget = (code: TargetCode): ProblemResult<404> =>
  problem(code, { detail: `${problemCatalogue[code].title}, or this token has no access to it.` })

/** The answer when a resource of a kind does not exist, or this token has no access to it. */
export const unknownOf = (kind: KindName): ProblemResult<404> => unknownTarget(allKinds[kind].notFound)

/**
 * Adds to a missing target that a context parameter of the request may be the cause. The text is the same for
 * both causes, so that it does not reveal what exists in other organizations.
 */
export function withContextNamed(result: ProblemResult, query: unknown): ProblemResult {
  if (!targetCodes.has(result.problem.code)) return result
  const named = contextParameters.filter((name) => Object.hasOwn((query ?? {}) as object, name))
  if (named.length === 0) return result
  const detail = `${result.problem.detail} Or a context parameter names something outside of its organization: ${named.join(', ')}.`
  return { ...result, problem: { ...result.problem, detail } }
}
