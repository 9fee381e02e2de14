import postgres from 'postgres'

/** The required version of `patches/postgres+….patch`, which the patch exports as `sourcebookPatch`. */
const patchLevel = 2

/** The driver is installed without its patch; the message says how to apply it. */
export class UnpatchedDriverError extends Error {
  override readonly name = 'UnpatchedDriverError'
}

/**
 * Returns the driver, postgres.js with our patch. Without the patch a restart of PostgreSQL ends the process,
 * and a request can get the rows of another one. The patch is missing when install scripts are disabled or
 * the installation is old.
 *
 * @throws UnpatchedDriverError when the patch is missing
 */
export function patchedDriver(driver: typeof postgres = postgres): typeof postgres {
  if (Reflect.get(driver, 'sourcebookPatch') === patchLevel) return driver
  throw new UnpatchedDriverError(
    'The package postgres is installed without our patch (see patches/README.md). Apply it: npx patch-package',
  )
}
