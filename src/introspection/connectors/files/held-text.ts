import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type HeldFile, holdFile } from './held-file.ts'

/**
 * Writes a text to a temporary file, for an engine that reads only files. If the system has links to open
 * files, the file is unlinked at once, so it disappears with this process even if that is killed.
 *
 * @param descriptors the folder of these links
 */
export async function holdText(text: string, descriptors?: string): Promise<HeldFile> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sourcebook-text-')))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'text')
    await writeFile(path, text, { mode: 0o600 })
    const file = await holdFile(path, descriptors)
    if (file.path !== path) {
      await remove()
      return file
    }
    const close = () => file.close().finally(remove)
    return { ...file, close }
  } catch (error) {
    await remove()
    throw error
  }
}
