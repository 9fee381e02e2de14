import { ProcessError } from './process-error.ts'

const headerBytes = 4

/** Encodes a frame: four bytes with the length, then as many bytes of JSON. */
export function encodeFrame(json: string): Buffer {
  const frame = Buffer.allocUnsafe(headerBytes + Buffer.byteLength(json))
  frame.writeUInt32BE(frame.length - headerBytes)
  frame.write(json, headerBytes)
  return frame
}

/**
 * Creates a function that takes the chunks of successive frames and returns the JSON of a frame once it is
 * complete. The two sides alternate, so bytes after a complete frame are an error. Memory is bounded by one
 * frame.
 *
 * @throws ProcessError too_long, protocol
 */
export function createFrameReader(maximumBytes: number): (chunk: Buffer) => string | undefined {
  let chunks: Buffer[] = []
  let length = 0
  return (chunk) => {
    chunks.push(chunk)
    length += chunk.length
    if (length < headerBytes) return undefined
    const [first] = chunks as [Buffer]
    if (first.length < headerBytes) chunks = [Buffer.concat(chunks)]
    const size = (chunks as [Buffer])[0].readUInt32BE(0)
    if (size > maximumBytes) throw new ProcessError('too_long')
    if (length < headerBytes + size) return undefined
    if (length > headerBytes + size) throw new ProcessError('protocol')
    const json = Buffer.concat(chunks).toString('utf8', headerBytes)
    chunks = []
    length = 0
    return json
  }
}
