import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A generated file: its path below the root, and its text. */
export type GeneratedFile = { readonly path: string; readonly text: string }

/** The files whose text on disk is missing or differs. */
export async function findStale(root: string, files: readonly GeneratedFile[]): Promise<GeneratedFile[]> {
  const current = await Promise.all(
    files.map(({ path }) => readFile(join(root, path), 'utf8').catch(() => undefined)),
  )
  return files.filter(({ text }, index) => text !== current[index])
}

/** Writes the files, and the folders they need. */
export async function writeFiles(root: string, files: readonly GeneratedFile[]): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
}
