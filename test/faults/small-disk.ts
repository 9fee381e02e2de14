import { execFile } from 'node:child_process'
import { mkdtemp, open, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A file system of its own, which is so small that it can be filled. */
export interface SmallDisk {
  /** Where it is mounted. */
  readonly folder: string
  /** Writes until nothing is left, again and again until it is emptied: what is deleted meanwhile is taken, too. */
  fill(): Promise<void>
  /** Gives back what `fill` has taken. */
  empty(): Promise<void>
  unmount(): Promise<void>
}

/** The size of a page of memory, less than which no file of such a disk takes. In bytes. */
const page = 4096
const block = 1024 * 1024
/** How often it is filled up again, in milliseconds. */
const interval = 20

/**
 * Mounts a file system in memory.
 *
 * @param mebibytes its size
 * @returns undefined where this process may not mount
 */
export async function mountSmallDisk(mebibytes: number): Promise<SmallDisk | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'sourcebook-disk-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=755`, 'tmpfs', folder])
  } catch {
    await rmdir(folder)
    return undefined
  }
  const ballast = join(folder, 'ballast')
  let filling: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  const fillUp = async () => {
    const file = await open(ballast, 'a')
    try {
      for (const size of [block, page]) {
        const bytes = Buffer.alloc(size)
        // A short write is the last one that there is room for.
        while ((await file.write(bytes).catch(() => ({ bytesWritten: 0 }))).bytesWritten === size);
      }
    } finally {
      await file.close()
    }
  }
  return {
    folder,
    fill: async () => {
      await fillUp()
      filling = setInterval(() => {
        writing = writing.then(fillUp)
      }, interval)
    },
    empty: async () => {
      clearInterval(filling)
      await writing
      await rm(ballast)
    },
    unmount: async () => {
      await run('umount', [folder])
      await rmdir(folder)
    },
  }
}
