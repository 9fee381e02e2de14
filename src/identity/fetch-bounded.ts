/**
 * Makes a `fetch` whose answers have a bounded body, as what it becomes when it is unpacked. One that is longer is given
 * up on at the limit, and the rest is not waited for.
 *
 * @param maximumBytes of one body
 * @returns a function that throws a RangeError when the body is longer, and a TypeError when there is none, besides what
 *   `fetch` throws
 */
export function fetchBounded(maximumBytes: number) {
  return async (url: string, options: RequestInit): Promise<Response> => {
    const response = await fetch(url, options)
    const chunks: Uint8Array[] = []
    let size = 0
    // There is none for a status without content; whoever bounds a body wants one.
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      size += chunk.length
      // Leaving the loop cancels the body, and with it the connection.
      if (size > maximumBytes) throw new RangeError(`The answer is longer than ${maximumBytes} bytes`)
      chunks.push(chunk)
    }
    return new Response(Buffer.concat(chunks), { status: response.status })
  }
}
