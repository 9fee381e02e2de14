/**
 * The weight of a media type in Accept, from 0 to 1 (RFC 9110, section 12.4.2); 0 when Accept does not name
 * it.
 */
function weightOf(mediaType: string, accept: string): number {
  const ranges = accept.split(',').map((range) => range.split(';').map((part) => part.trim().toLowerCase()))
  const named = ranges.find(([type]) => type === mediaType)
  if (!named) return 0
  const weight = named.find((parameter) => parameter.startsWith('q='))
  return weight === undefined ? 1 : Number(weight.slice(2))
}

/**
 * Whether a client prefers HTML, as browsers do: Accept gives `text/html` more weight than `text/markdown`.
 */
export const prefersHtml = (accept = ''): boolean =>
  weightOf('text/html', accept) > weightOf('text/markdown', accept)

/**
 * Whether a client prefers NDJSON: Accept gives `application/x-ndjson` more weight than `application/json`.
 * Generated clients name every media type that the contract declares, but parse JSON.
 */
export const prefersLines = (accept = ''): boolean =>
  weightOf('application/x-ndjson', accept) > weightOf('application/json', accept)
