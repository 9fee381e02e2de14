/** How much a client wants a media type, from 0 to 1 (RFC 9110, section 12.4.2); 0 when it does not name it. */
function weightOf(mediaType: string, accept: string): number {
  const ranges = accept.split(',').map((range) => range.split(';').map((part) => part.trim().toLowerCase()))
  const named = ranges.find(([type]) => type === mediaType)
  if (!named) return 0
  const weight = named.find((parameter) => parameter.startsWith('q='))
  return weight === undefined ? 1 : Number(weight.slice(2))
}

/** Whether a client wants a page as HTML, as browsers do: it names `text/html`, and not `text/markdown` as much. */
export const prefersHtml = (accept = ''): boolean =>
  weightOf('text/html', accept) > weightOf('text/markdown', accept)

/**
 * Whether a client wants a list as lines: it names `application/x-ndjson`, and not `application/json` as much.
 * Generated clients name everything that the contract declares, and read JSON.
 */
export const prefersLines = (accept = ''): boolean =>
  weightOf('application/x-ndjson', accept) > weightOf('application/json', accept)
