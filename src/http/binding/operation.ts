import type { HandlerMap, Input, OperationId } from '../../contract/handlers.ts'
import type { Executor } from '../../db/client.ts'
import type { Principal } from '../../identity/principal.ts'
import { type ProblemBody, ProblemError, type ProblemResult } from '../problems/problem.ts'

/** What a handler knows about its request beside the validated input. */
export interface RequestContext {
  principal: Principal
  /** The organization of the request; undefined when a system administrator names none. */
  organizationId: string | undefined
  /** Whether the whole list is asked for, and no page of it. */
  wantsWhole: boolean
  /** Aborted when the app begins to close: an answer that would go on without an end must end then. */
  closing: AbortSignal
  /** Makes a signal that is aborted when the client goes away: for work that is of no use then. */
  abandoned: () => AbortSignal
  /** The body of the problem by which an answer that goes on for long must end: the token is not accepted any more. */
  tokenProblem: () => Promise<ProblemBody | undefined>
  /** Path and query of the request. */
  url: string
  /** In which line of a YAML body a value is; undefined for other bodies. */
  lineOf?: ((path: readonly string[]) => number) | undefined
  /** Asks for the resource that the path names last: the problem when it is not there. */
  missingTarget: () => Promise<ProblemResult<404> | undefined>
}

/** All handlers of the contract; a room checks its own with `satisfies Pick<Handlers, …>`. */
export type Handlers = HandlerMap<RequestContext, ProblemResult>

/**
 * Makes the handlers over one executor: the pool, or the transaction of one request, which they then cannot leave. They
 * keep nothing between requests.
 */
export type HandlersOver = (executor: Executor) => Handlers

/** The input of one operation's handler. */
export type InputOf<Id extends OperationId> = Input<Id>

/** An answer as the binder sees it, whatever the operation. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: unknown
  /** Members that take the place of those of `body`, in the first answer only: they are not kept for a replay. */
  once?: object
  /** The items of a whole list, or a part of them. */
  items?: readonly unknown[]
  /** The query parameters by which the next part of a whole list is read. */
  next?: Readonly<Record<string, string>>
  /** Server-sent events, as they are written. */
  events?: AsyncIterable<string>
  text?: AsyncIterable<string>
  problem?: ProblemResult['problem']
}

/** The organization of a request that needs one; a system administrator must have named it. */
export function organizationOf({ organizationId }: RequestContext): string {
  if (organizationId === undefined) {
    throw new ProblemError('organization_required', {
      detail: 'Name the organization by organization_id.',
    })
  }
  return organizationId
}
