import type { FastifyBaseLogger } from 'fastify'
import type { Environment } from '../config.ts'
import type { Tracing } from './span.ts'

const isTrue = (text = '') => text.trim().toLowerCase() === 'true'

/**
 * Whether the environment asks for traces: it names an endpoint or an exporter.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function asksForTraces(environment: Environment): boolean {
  const { OTEL_SDK_DISABLED, OTEL_TRACES_EXPORTER: exporter } = environment
  if (isTrue(OTEL_SDK_DISABLED) || exporter?.trim() === 'none') return false
  return Boolean(
    exporter || environment.OTEL_EXPORTER_OTLP_ENDPOINT || environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
  )
}

/**
 * Starts traces if the environment asks for them; otherwise the SDK is not loaded. Call it before pools are
 * opened.
 */
export async function startTracing(
  environment: Environment,
  logger: FastifyBaseLogger,
): Promise<Tracing | undefined> {
  if (!asksForTraces(environment)) return undefined
  const { openTelemetry } = await import('./open-telemetry.ts')
  return openTelemetry(environment, logger)
}
