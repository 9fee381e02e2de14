import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

interface LibraryLink {
  /** The path of the file in the platform package. */
  readonly source: string
  /** The path of the link to it, in the same folder. */
  readonly target: string
}

/**
 * Finds the folder with `bin`, `lib` and `share` of the PostgreSQL that npm installed for a platform.
 *
 * @param platform operating system and processor in the notation of npm, e.g. `linux-x64`
 * @throws EmbeddedPostgresError when the platform is not supported, or optional dependencies were not
 *   installed
 */
export function findBinaries(platform: string): string {
  try {
    // The platform packages are dependencies of embedded-postgres, so some package managers hide them from
    // us.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)
    return join(dirname(dirname(entry)), 'native')
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL for ${platform} is not installed: the platform is not supported, or optional ` +
        'dependencies were not installed. Install them, or set DATABASE_URL to use another PostgreSQL.',
      { cause },
    )
  }
}

/**
 * Creates the symbolic links between shared libraries, which npm packages cannot contain. The packages have
 * an install script for this, but install scripts may be disabled. If the installation is read-only, the
 * links go to another folder. Several processes may call this at the same time.
 *
 * @param nativeDirectory the folder from findBinaries
 * @param spareDirectory the folder for links if the installation is read-only; it is created when needed
 * @returns the library search path for the binaries
 */
export async function linkLibraries(nativeDirectory: string, spareDirectory: string): Promise<string> {
  const libraries = join(nativeDirectory, 'lib')
  const root = dirname(nativeDirectory)
  const links: LibraryLink[] = JSON.parse(await readFile(join(nativeDirectory, 'pg-symlinks.json'), 'utf8'))
  try {
    for (const { source, target } of links) await ensureLink(basename(source), join(root, target))
    return libraries
  } catch {
    await mkdir(spareDirectory, { recursive: true })
    for (const { source, target } of links) {
      await ensureLink(join(root, source), join(spareDirectory, basename(target)))
    }
    // A library that was loaded by a link looks for its dependencies beside the link, so the path has both
    // folders.
    return `${spareDirectory}:${libraries}`
  }
}

/** Creates a link atomically, unless a working one exists. */
async function ensureLink(source: string, path: string): Promise<void> {
  const isWorking = await stat(path).then(
    () => true,
    () => false,
  )
  if (isWorking) return
  const temporary = `${path}.${randomUUID()}`
  await symlink(source, temporary)
  await rename(temporary, path)
}
