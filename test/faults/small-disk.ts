import { execFile } from 'node:child_process'
import { mkdtemp, open, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A file system so small that it can be filled. */
export interface SmallDisk {
  /** Its mount point. */
  readonly folder: string
  /** Fills the disk, again and again until `empty`, since deletions free space meanwhile. */
  fill(): Promise<void>
  /** Frees the space that `fill` has taken. */
  empty(): Promise<void>
  unmount(): Promise<void>
}

/** The size of a memory page in bytes: a file on such a disk takes at least one. */
const page = 4096
const block = 1024 * 1024
/** The interval at which it is filled up again, in milliseconds. */
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
        // A short write fills the last free space.
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
