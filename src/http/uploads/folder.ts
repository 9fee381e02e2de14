import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const prefix = 'sourcebook-upload-'

/** A file has its name for a moment only. One that has had it for so many milliseconds was left by a process that was killed. */
const longestNamed = 60_000

/**
 * Makes a file that has no name any more, so that it is gone with the process, however that ends.
 *
 * @param folder where there is room for it
 */
export async function openNamelessFile(folder: string): Promise<FileHandle> {
  const path = join(folder, `${prefix}${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await rm(path)
  return file
}

/**
 * Makes the folder of uploads, and removes what processes left that were killed before they could remove the name of a
 * file. Several processes can have the same folder, also on several machines.
 */
export async function prepareUploadFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix))
  // A folder for temporary files is everybody's: what cannot be removed is not ours, or is gone.
  await Promise.allSettled(
    names.map(async (name) => {
      const path = join(folder, name)
      if (Date.now() - (await stat(path)).mtimeMs > longestNamed) await rm(path)
    }),
  )
}
