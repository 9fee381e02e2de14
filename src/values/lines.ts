/** One line of a stream without its end; undefined when it was longer than allowed. */
export interface Line {
  number: number
  bytes: Buffer | undefined
}

const lineFeed = 0x0a

/**
 * Splits a stream of bytes into lines, which end with a line feed or with the stream. Memory holds at most
 * one line; the bytes of a line that is too long are dropped as they arrive.
 *
 * @param maximumLength in bytes
 */
export async function* splitLines(
  stream: AsyncIterable<Buffer>,
  maximumLength: number,
): AsyncGenerator<Line> {
  let number = 1
  let parts: Buffer[] = []
  let length = 0
  const add = (part: Buffer) => {
    length += part.length
    if (length <= maximumLength) parts.push(part)
    else parts = []
  }
  const finish = (): Line => {
    const bytes = length > maximumLength ? undefined : Buffer.concat(parts, length)
    const line = { number, bytes }
    number += 1
    parts = []
    length = 0
    return line
  }
  for await (const chunk of stream) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      add(chunk.subarray(start, end))
      start = end + 1
      yield finish()
    }
    if (start < chunk.length) add(chunk.subarray(start))
  }
  if (length > 0) yield finish()
}
