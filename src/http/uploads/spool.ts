import type { FileHandle } from 'node:fs/promises'
import { ProblemError } from '../problems/problem.ts'
import { openNamelessFile } from './folder.ts'

/** A body that was received completely. */
export interface Spool {
  /** In bytes. */
  size: number
  /** Reads it from its beginning. Throws ProblemError malformed_request once it was released. */
  read(): AsyncGenerator<Buffer>
  /** Gives its memory and its file back; it can be called again. */
  release(): Promise<void>
}

/** Where bodies are kept. */
export interface SpoolOptions {
  folder: string
  /** Bodies of at most so many bytes are kept in memory. */
  memoryBytes: number
}

/** What went wrong with the file of a body, e.g. that the disk is full; not what went wrong with the body. */
export class SpoolError extends Error {
  override readonly name = 'SpoolError'
}

/** How much of a file is read at once, in bytes. */
const readSize = 64 * 1024

/** Turns what a step on the file throws into a SpoolError. */
const onDisk = <Value>(step: Promise<Value>): Promise<Value> =>
  step.catch((cause: unknown) => {
    throw new SpoolError('A body could not be kept', { cause })
  })

/**
 * Receives a body: a short one in memory, a longer one in a temporary file.
 *
 * @throws SpoolError, and whatever the body throws; nothing is left behind then
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
    // Closed beside a read, the file might already be another one while it is read.
    await Promise.allSettled([reading])
    await file?.close()
  }
  const spill = async () => {
    file ??= await openNamelessFile(folder)
    await file.writeFile(Buffer.concat(parts))
    parts = []
  }
  const assertKept = () => {
    if (isReleased) throw new ProblemError('malformed_request', { detail: 'The client went away.' })
  }
  const read = async function* () {
    for (let position = 0; file; ) {
      assertKept()
      const step = onDisk(file.read(Buffer.allocUnsafe(readSize), 0, readSize, position))
      reading = step
      const { bytesRead, buffer } = await step
      if (bytesRead === 0) return
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
    assertKept()
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
