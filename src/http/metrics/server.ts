import { createServer, type Server } from 'node:http'
import { answerHeaders } from '../answering/answer-headers.ts'

/** Enough for a few Prometheus servers and some people. */
const maximumConnections = 32
/** For a request to arrive, and between two reads of an answer, in milliseconds. */
const timeout = 10_000
/** Longer than the usual interval between two scrapes, in milliseconds. */
const keepAlive = 75_000

/**
 * Creates the server that answers `GET /metrics`, and everything else with 404. It does not listen yet.
 *
 * @param scrape resolves with the metrics as text; when it rejects, the answer is an empty 500
 * @param contentType the media type of that text
 */
export function createMetricsServer(scrape: () => Promise<string>, contentType: string): Server {
  const options = { requestTimeout: timeout, headersTimeout: timeout, keepAliveTimeout: keepAlive }
  const server = createServer(options, ({ method, url = '' }, response) => {
    const answer = (status: number, text = '') =>
      response.writeHead(status, { ...answerHeaders, 'content-type': contentType }).end(text)
    if (method !== 'GET' || url.split('?', 1)[0] !== '/metrics') {
      answer(404)
      return
    }
    scrape().then(
      (text) => answer(200, text),
      () => answer(500),
    )
  })
  server.maxConnections = maximumConnections
  server.setTimeout(timeout)
  return server
}
