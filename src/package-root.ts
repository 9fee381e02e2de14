import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const findRoot = (folder: string): string =>
  existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder))

/** The folder of package.json, for the sources as well as for the build in `dist/`. */
export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)))
