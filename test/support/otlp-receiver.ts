import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'

type Value = { stringValue?: string; intValue?: number | string }
type KeyValue = { key: string; value: Value }

/** A span as JSON in OTLP: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
interface OtlpSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  attributes: KeyValue[]
  status: { code?: number }
}

interface OtlpRequest {
  resourceSpans: { resource: { attributes: KeyValue[] }; scopeSpans: { spans: OtlpSpan[] }[] }[]
}

/** A received span. */
export type ReceivedSpan = Omit<OtlpSpan, 'attributes'> & {
  attributes: Record<string, string | number | undefined>
  resource: Record<string, string | number | undefined>
}

const plain = (attributes: KeyValue[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]))

/** Starts a server on loopback that accepts OTLP traces over HTTP. A silent one reads and never answers. */
export async function otlpReceiver(t: Test, { isSilent = false } = {}) {
  const spans: ReceivedSpan[] = []
  const requests: { url: string | undefined; headers: IncomingHttpHeaders }[] = []
  const server = createServer(async (request, response) => {
    const { url, headers } = request
    const body = Buffer.concat(await request.toArray())
    requests.push({ url, headers })
    if (isSilent) return
    if (headers['content-type'] === 'application/json') {
      const { resourceSpans } = JSON.parse(body.toString()) as OtlpRequest
      for (const { resource, scopeSpans } of resourceSpans)
        for (const span of scopeSpans.flatMap((scope) => scope.spans))
          spans.push({ ...span, attributes: plain(span.attributes), resource: plain(resource.attributes) })
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    spans,
    requests,
    /** The environment variables that send traces to this server. */
    variables: {
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    },
    /** Waits for a span. Without one the test fails at its timeout. */
    async saw(isWanted: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan> {
      for (;;) {
        const span = spans.find(isWanted)
        if (span) return span
        await sleep(20)
      }
    },
  }
}
