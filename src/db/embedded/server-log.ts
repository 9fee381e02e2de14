import { type FileHandle, open, rename, stat } from 'node:fs/promises'

/** The log is rotated above this size, in bytes. */
const largestSize = 10 * 1024 * 1024

/** The number of bytes from the end of the log that an error quotes. */
const quotedSize = 4 * 1024

/** The part of the server's log that one run of the server writes. */
export interface ServerLog {
  /** Opened for appending: the server's standard output and error. */
  readonly file: FileHandle
  /** The last lines of this run. */
  tail(): Promise<string>
}

/** Opens the log for a run of the server. A rotated log is kept as `<path>.old`. */
export async function openServerLog(path: string): Promise<ServerLog> {
  let file = await open(path, 'a', 0o600)
  if ((await file.stat()).size > largestSize) {
    await file.close()
    await rename(path, `${path}.old`)
    file = await open(path, 'a', 0o600)
  }
  const { size: start } = await file.stat()
  return { file, tail: () => readEnd(path, start) }
}

async function readEnd(path: string, start: number): Promise<string> {
  const { size } = await stat(path)
  const from = Math.max(start, size - quotedSize)
  const file = await open(path)
  const { buffer } = await file.read({ buffer: Buffer.alloc(size - from), position: from })
  await file.close()
  return buffer.toString().trim()
}
