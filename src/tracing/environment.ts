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

/** Told what of the environment is left out: by the specification, a value that is not known is no end. */
type Warn = (text: string) => void

/** The members of a comma list, each once. */
const namesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]

/** Makes what is known of a list of names, and warns of the others. */
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
      `${variable} has ${JSON.stringify(name)}, which is left out; known are ${Object.keys(makers).join(', ')}`,
    )
    return []
  })
}

const protocols: Readonly<Record<string, () => JsonExporter | ProtobufExporter>> = {
  'http/protobuf': () => new ProtobufExporter(),
  'http/json': () => new JsonExporter(),
}

/** Makes the exporter of OTEL_EXPORTER_OTLP_PROTOCOL. There is no gRPC, which would be more packages than all others. */
function createOtlpExporter(environment: Environment, warn: Warn) {
  const usual = 'http/protobuf'
  const protocol =
    environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || environment.OTEL_EXPORTER_OTLP_PROTOCOL || usual
  const [exporter] = makeKnown('OTEL_EXPORTER_OTLP_PROTOCOL', protocol, protocols, warn)
  return exporter ?? new ProtobufExporter()
}

/** Makes what spans are given to when they end, as OTEL_TRACES_EXPORTER says. */
export function spanProcessorsOf(environment: Environment, warn: Warn): SpanProcessor[] {
  const makers: Readonly<Record<string, () => SpanProcessor>> = {
    otlp: () => new BatchSpanProcessor(createOtlpExporter(environment, warn)),
    console: () => new SimpleSpanProcessor(new ConsoleSpanExporter()),
  }
  return makeKnown('OTEL_TRACES_EXPORTER', environment.OTEL_TRACES_EXPORTER || 'otlp', makers, warn)
}

/** Makes what reads the trace of whoever calls, as OTEL_PROPAGATORS says. */
export function propagatorOf(environment: Environment, warn: Warn): TextMapPropagator {
  const makers: Readonly<Record<string, () => TextMapPropagator>> = {
    tracecontext: () => new W3CTraceContextPropagator(),
    baggage: () => new W3CBaggagePropagator(),
    none: () => new CompositePropagator(),
  }
  const text = environment.OTEL_PROPAGATORS || 'tracecontext,baggage'
  return new CompositePropagator({ propagators: makeKnown('OTEL_PROPAGATORS', text, makers, warn) })
}
