import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const prefix = 'sourcebook-upload-'

/**
 * A file keeps its name for a moment. After this many milliseconds, the process that created it has been
 * killed.
 */
const staleMilliseconds = 60_000

/**
 * Creates a file and unlinks it, so that it disappears when the process ends, even if it is killed.
 */
export async function openNamelessFile(folder: string): Promise<FileHandle> {
  const path = join(folder, `${prefix}${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await rm(path)
  return file
}

/**
 * Creates the upload folder and removes stale files, which processes leave that are killed before they unlink
 * them. Several processes may share the folder, even from several machines.
 */
export async function prepareUploadFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix))
  // Other users may share a temporary folder: a file that cannot be removed is theirs, or is already gone.
  await Promise.allSettled(
    names.map(async (name) => {
      const path = join(folder, name)
      if (Date.now() - (await stat(path)).mtimeMs > staleMilliseconds) await rm(path)
    }),
  )
}
