/**
 * Headers of every answer of the API, problems included. An answer holds what one organization alone may read: names,
 * sampled values, sometimes a new token. Caches of browsers and proxies must not store any of it, so it is `no-store` and not
 * `private, no-cache`. A client that keeps an ETag itself still gets its 304. `nosniff` keeps a browser from running a
 * text that somebody stored here.
 */
export const answerHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const
