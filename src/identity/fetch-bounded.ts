/**
 * Creates a `fetch` that limits the length of response bodies, counted after decompression. It cancels a
 * longer body at the limit.
 *
 * @param maximumBytes the longest body
 * @returns a function that throws what `fetch` throws, a RangeError when the body is too long, and a
 *   TypeError when there is none
 */
export function fetchBounded(maximumBytes: number) {
  return async (url: string, options: RequestInit): Promise<Response> => {
    const response = await fetch(url, options)
    const chunks: Uint8Array[] = []
    let size = 0
    // `body` is null for a status without content. Callers need a body, so the TypeError of the loop is
    // right.
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      size += chunk.length
      // Leaving the loop cancels the body and its connection.
      if (size > maximumBytes) throw new RangeError(`The answer is longer than ${maximumBytes} bytes`)
      chunks.push(chunk)
    }
    return new Response(Buffer.concat(chunks), { status: response.status })
  }
}
