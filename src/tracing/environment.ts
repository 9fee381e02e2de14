import type { TextMapPropagator } from '@opentelemetry/api'
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import type { Environment } from '../config.ts'

/** Warns about an unknown value in the environment, which the specification says to ignore. */
type Warn = (text: string) => void

/** The distinct members of a comma list. */
const namesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]

/** Creates the known members of a list of names, and warns about the others. */
function makeKnown<Made>(
  variable: string,
  text: string,
  makers: Readonly<Record<string, () => Made>>,
  warn: Warn,
): Made[] {
  return namesIn(text).flatMap((name) => {
    const make = Object.hasOwn(makers, name) ? makers[name] : undefined
    if (make) return [make()]
    warn(
      `${variable} has ${JSON.stringify(name)}, which is ignored; known are ${Object.keys(makers).join(', ')}`,
    )
    return []
  })
}

const protocols: Readonly<Record<string, () => JsonExporter | ProtobufExporter>> = {
  'http/protobuf': () => new ProtobufExporter(),
  'http/json': () => new JsonExporter(),
}

/**
 * Creates the exporter for OTEL_EXPORTER_OTLP_PROTOCOL. gRPC is not supported: it needs more packages than
 * the rest.
 */
function createOtlpExporter(environment: Environment, warn: Warn) {
  const usual = 'http/protobuf'
  const protocol =
    environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || environment.OTEL_EXPORTER_OTLP_PROTOCOL || usual
  const [exporter] = makeKnown('OTEL_EXPORTER_OTLP_PROTOCOL', protocol, protocols, warn)
  return exporter ?? new ProtobufExporter()
}

/** Creates the span processors for OTEL_TRACES_EXPORTER. */
export function spanProcessorsOf(environment: Environment, warn: Warn): SpanProcessor[] {
  const makers: Readonly<Record<string, () => SpanProcessor>> = {
    otlp: () => new BatchSpanProcessor(createOtlpExporter(environment, warn)),
    console: () => new SimpleSpanProcessor(new ConsoleSpanExporter()),
  }
  return makeKnown('OTEL_TRACES_EXPORTER', environment.OTEL_TRACES_EXPORTER || 'otlp', makers, warn)
}

/** Creates the propagator for OTEL_PROPAGATORS, which reads the caller's trace from headers. */
export function propagatorOf(environment: Environment, warn: Warn): TextMapPropagator {
  const makers: Readonly<Record<string, () => TextMapPropagator>> = {
    tracecontext: () => new W3CTraceContextPropagator(),
    baggage: () => new W3CBaggagePropagator(),
    none: () => new CompositePropagator(),
  }
  const text = environment.OTEL_PROPAGATORS || 'tracecontext,baggage'
  return new CompositePropagator({ propagators: makeKnown('OTEL_PROPAGATORS', text, makers, warn) })
}
