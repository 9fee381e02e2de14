import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const isModule = (file: string): boolean => /(?<!\.d)\.[jt]s$/.test(file)
const nameOf = (file: string): string => file.slice(0, file.lastIndexOf('.')).replace(/^\d+-/, '')

/**
 * Loads one export of every file in a folder of the bench, in the order of their names. The keys are the
 * names without number and extension.
 */
export async function loadModules<Thing>(folder: string, exported: string): Promise<Map<string, Thing>> {
  const path = join(import.meta.dirname, folder)
  const files = (await readdir(path)).filter(isModule).sort()
  const entries = files.map(async (file): Promise<[string, Thing]> => {
    const module = await import(pathToFileURL(join(path, file)).href)
    return [nameOf(file), module[exported]]
  })
  return new Map(await Promise.all(entries))
}
