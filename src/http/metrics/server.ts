import { createServer, type Server } from 'node:http'
import { answerHeaders } from '../answering/answer-headers.ts'

/** How many connections at once: a few Prometheus servers, and people who look. */
const mostConnections = 32
/** How long a request may take to arrive, and an answer to be read on, in milliseconds. */
const patience = 10_000
/** Longer than the time between two scrapes, in milliseconds. */
const keepAlive = 75_000

/**
 * Makes the server that answers `GET /metrics`, and 404 to all else. It does not listen yet.
 *
 * @param scrape answers with the metrics as text; when it rejects, the answer is a 500 without a word
 * @param contentType of that text
 */
export function createMetricsServer(scrape: () => Promise<string>, contentType: string): Server {
  const options = { requestTimeout: patience, headersTimeout: patience, keepAliveTimeout: keepAlive }
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
  server.maxConnections = mostConnections
  server.setTimeout(patience)
  return server
}
