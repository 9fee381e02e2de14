import type { Handler, OperationId } from '../../src/contract/handlers.ts'
import type { Handlers, RequestContext } from '../../src/http/binding/operation.ts'
import { type ProblemResult, problem } from '../../src/http/problems/problem.ts'

/*
 * Checked by `tsc` only: every line below an expected error must not compile. When one of them
 * compiles, the compiler reports the comment above it as unused.
 */

declare const all: Handlers
type Of<Id extends OperationId> = Handler<Id, RequestContext, ProblemResult>

const { createIntegrationSourceDatabase: _, ...withoutOne } = all
// @ts-expect-error a handler is missing
withoutOne satisfies Handlers

const withOneMore = { ...all, createNothing: all.listOrganizations }
// @ts-expect-error an operation that the contract does not have
;({ createNothing: withOneMore.createNothing }) satisfies Partial<Handlers>

export const wrongBody: Of<'getOrganization'> = async () =>
  // @ts-expect-error the body lacks required properties
  ({ status: 200, headers: {}, body: { name: 'x' } })

export const misspeltQuery: Of<'listOrganizations'> = async ({ query }) => {
  // @ts-expect-error the query parameter is called limit
  query.limits
  return { status: 200, body: [] }
}

export const undeclaredStatus: Of<'listOrganizations'> = async () =>
  // @ts-expect-error the operation does not declare 202
  ({ status: 202, body: [] })

export const undeclaredProblem: Of<'listOrganizations'> = async () =>
  // @ts-expect-error the operation does not declare 412
  problem('precondition_failed')

export const bodyOnBodiless: Of<'getOrganization'> = async () =>
  // @ts-expect-error 304 has no body
  ({ status: 304, headers: { etag: '"1"' }, body: { name: 'x' } })

export const undeclaredHeader: Of<'listOrganizations'> = async () =>
  // @ts-expect-error the operation does not declare this header
  ({ status: 200, headers: { 'x-total': '1' }, body: [] })

export const right: Of<'getOrganization'> = async () => problem('organization_not_found')
