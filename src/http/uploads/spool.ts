import type { FileHandle } from 'node:fs/promises'
import { ProblemError } from '../problems/problem.ts'
import { openNamelessFile } from './folder.ts'

/** A completely received body. */
export interface Spool {
  /** In bytes. */
  size: number
  /** Reads it from the beginning. Throws ProblemError malformed_request after `release`. */
  read(): AsyncGenerator<Buffer>
  /** Frees its memory and its file. May be called again. */
  release(): Promise<void>
}

export interface SpoolOptions {
  folder: string
  /** Bodies of up to this many bytes stay in memory. */
  memoryBytes: number
}

/** The file of a body failed, e.g. because the disk is full. Errors of the body itself are not wrapped. */
export class SpoolError extends Error {
  override readonly name = 'SpoolError'
}

const readSize = 64 * 1024

/** Wraps the error of a file operation in a SpoolError. */
const onDisk = <Value>(operation: Promise<Value>): Promise<Value> =>
  operation.catch((cause: unknown) => {
    throw new SpoolError('A body could not be stored', { cause })
  })

/**
 * Receives a body: a short one in memory, a longer one in a temporary file.
 *
 * @throws SpoolError, and every error of the body; memory and file have been freed then
 */
export async function spool(
  body: AsyncIterable<Buffer>,
  { folder, memoryBytes }: SpoolOptions,
): Promise<Spool> {
  let parts: Buffer[] = []
  let size = 0
  let file: FileHandle | undefined
  let isReleased = false
  let reading: Promise<unknown> = Promise.resolve()

  const release = async () => {
    if (isReleased) return
    isReleased = true
    parts = []
    // Closing during a read could make the read hit another file that reuses the descriptor.
    await Promise.allSettled([reading])
    await file?.close()
  }
  const spill = async () => {
    file ??= await openNamelessFile(folder)
    await file.writeFile(Buffer.concat(parts))
    parts = []
  }
  const assertNotReleased = () => {
    if (isReleased) throw new ProblemError('malformed_request', { detail: 'The client went away.' })
  }
  const read = async function* () {
    for (let position = 0; file; ) {
      assertNotReleased()
      const chunk = onDisk(file.read(Buffer.allocUnsafe(readSize), 0, readSize, position))
      reading = chunk
      const { bytesRead, buffer } = await chunk
      if (bytesRead === 0) return
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
    assertNotReleased()
    yield* parts
  }

  try {
    for await (const chunk of body) {
      parts.push(chunk)
      size += chunk.length
      if (file || size > memoryBytes) await onDisk(spill())
    }
  } catch (error) {
    await release()
    throw error
  }
  return { size, read, release }
}
