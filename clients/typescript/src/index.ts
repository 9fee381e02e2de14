import createFetchClient from 'openapi-fetch'
import type { SourcebookClient } from './client.ts'
import type { components, paths } from './generated/contract.ts'
import { type RetryOptions, retryingFetch } from './retrying-fetch.ts'

export { everyItem } from './every-item.ts'
export { ApiProblem, expectData, type Problem, UnexpectedResponse } from './problem.ts'
export type { components, paths, RetryOptions, SourcebookClient }

/** Where the API is and who asks. */
export interface SourcebookClientOptions extends RetryOptions {
  /** Without a slash at the end. */
  baseUrl: string
  /** The bearer token, or how to get one for each request. */
  token: string | (() => string | Promise<string>)
}

/**
 * Makes a client of the API. Requests that were refused for now or got lost are sent again (see `retryingFetch`), and
 * every POST has an `Idempotency-Key`, so that this creates nothing twice.
 */
export function createSourcebookClient({
  baseUrl,
  token,
  ...retry
}: SourcebookClientOptions): SourcebookClient {
  const client: SourcebookClient = createFetchClient({
    baseUrl,
    fetch: retryingFetch(retry),
    // `fields` is a comma list.
    querySerializer: { array: { style: 'form', explode: false } },
  })
  client.use({
    onRequest: async ({ request }) => {
      request.headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`)
    },
  })
  return client
}
