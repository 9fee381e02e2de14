import type { FastifyPluginCallback } from 'fastify'

/** Runs work within a span, which ends with the work. */
export type InSpan = <Result>(
  name: string,
  attributes: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
) => Promise<Result>

export interface Tracing {
  /** Fastify plugin that creates a span for each request; register it before all others. */
  readonly requests: FastifyPluginCallback
  readonly inSpan: InSpan
  /** Sends the ended spans, for a limited time, and stops. */
  stop(): Promise<void>
}
