import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'

const folders = [...String(process.env.PATH).split(':'), '/usr/sbin', '/usr/local/sbin']

/** The path of an installed program; undefined where it is missing. */
export async function findProgram(program: string): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, program)
    try {
      await access(path, constants.X_OK)
      return path
    } catch {}
  }
  return undefined
}
