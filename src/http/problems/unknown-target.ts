import { allKinds, type KindName, kindNames } from '../../db/all-kinds.ts'
import { contextParameters } from '../../identity/request-organization.ts'
import { type ProblemCode, problemCatalogue } from './catalogue.ts'
import { type ProblemResult, problem } from './problem.ts'

type AllKinds = typeof allKinds

/** A problem that says that the target of a request does not exist. */
export type TargetCode = AllKinds[KindName]['notFound'] | 'resource_not_found'

/** The problem of a target that does not exist, by the parameter of the path that names it. */
const codes: Readonly<Record<string, TargetCode>> = {
  ...Object.fromEntries(kindNames.map((kind) => [allKinds[kind].parameter, allKinds[kind].notFound])),
  integration_source_id: allKinds.integration_source.notFound,
  // Anything that is described.
  resource_id: 'resource_not_found',
}

const targetCodes = new Set<ProblemCode>(Object.values(codes))

/** What the target of the operations of a path is called when it does not exist. */
export function targetCodeOf(url: string): TargetCode {
  const named = [...url.matchAll(/:(\w+)/g)].map(([, name]) => codes[String(name)])
  const inSources: TargetCode = url.startsWith('/api/integration-sources/')
    ? 'source_not_found'
    : 'organization_not_found'
  return named.findLast((code) => code !== undefined) ?? inSources
}

/** The answer for a target that does not exist, or not for this token. */
export const unknownTarget = (code: TargetCode): ProblemResult<404> =>
  problem(code, { detail: `${problemCatalogue[code].title}, or this token has no access to it.` })

/** The answer for a resource of a kind that does not exist, or not for this token. */
export const unknownOf = (kind: KindName): ProblemResult<404> => unknownTarget(allKinds[kind].notFound)

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
