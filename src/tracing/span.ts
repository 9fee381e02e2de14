import type { FastifyPluginCallback } from 'fastify'

/** Does work within a span, which ends with it. */
export type InSpan = <Result>(
  name: string,
  attributes: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
) => Promise<Result>

/** Traces of this process. */
export interface Tracing {
  /** Fastify plugin that makes a span of each request; to be registered before all others. */
  readonly requests: FastifyPluginCallback
  readonly inSpan: InSpan
  /** Sends what has ended, within a bound, and stops. */
  stop(): Promise<void>
}
