import { randomUUID } from 'node:crypto'
import { link, unlink, writeFile } from 'node:fs/promises'

/**
 * Creates a file that only its owner may read, unless it exists. It links a finished file to the path: so one
 * of two processes that start at once wins, and neither ever reads half a secret.
 */
export async function createOnce(path: string, content: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`
  await writeFile(temporary, `${content}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(temporary)
  }
}
