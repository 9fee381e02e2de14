import postgres from 'postgres'

/** Which state of `patches/postgres+….patch` this code needs: its `sourcebookPatch`. */
const patchLevel = 2

/** The driver is installed without its patch; the message says how to apply it. */
export class UnpatchedDriverError extends Error {
  override readonly name = 'UnpatchedDriverError'
}

/**
 * The driver, postgres.js with our patch. Without it a restart of PostgreSQL ends the process, and requests can get the
 * answers of others, so it is not used: install scripts may be off, or an old installation may be there.
 *
 * @throws UnpatchedDriverError
 */
export function patchedDriver(driver: typeof postgres = postgres): typeof postgres {
  if (Reflect.get(driver, 'sourcebookPatch') === patchLevel) return driver
  throw new UnpatchedDriverError(
    'The driver postgres is installed without the patch of this service (patches/README.md). Apply it: npx patch-package',
  )
}
