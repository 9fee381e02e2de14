import { createRequire } from 'node:module'
import type { FastifyBaseLogger } from 'fastify'
import { sqliteDriver } from './sqlite/driver.ts'

/** The driver for a kind of source; `reason` says why it is not available. */
export interface Driver {
  readonly available: boolean
  /** The name of a package, or of a built-in module of Node. */
  readonly name: string
  readonly reason?: string
}

const { resolve } = createRequire(import.meta.url)
const duckdbPackage = '@duckdb/node-api'

/**
 * Checks whether the optional package that reads DuckDB files is installed, without loading it: it is large.
 *
 * @param find resolves a package; throws if it is not installed
 */
export function duckdbDriver(find: (name: string) => unknown = resolve): Driver {
  try {
    find(duckdbPackage)
    return { available: true, name: duckdbPackage }
  } catch {
    const reason = `The optional package ${duckdbPackage} is not installed. The operator can run npm ci without --omit=optional.`
    return { available: false, name: duckdbPackage, reason }
  }
}

/**
 * The drivers that may be missing, by connector. The drivers of the other connectors are always installed.
 */
export const optionalDrivers = async (): Promise<Readonly<Record<'duckdb' | 'sqlite', Driver>>> => ({
  duckdb: duckdbDriver(),
  sqlite: await sqliteDriver(),
})

/** Logs a warning at startup for each missing driver. Otherwise the first failing source would reveal it. */
export function logMissingDrivers(
  logger: Pick<FastifyBaseLogger, 'warn'>,
  drivers: Readonly<Record<string, Driver>>,
): void {
  for (const [connector, { available, name, reason }] of Object.entries(drivers)) {
    if (!available)
      logger.warn({ connector, driver: name }, `no sources of ${connector} can be read: ${reason}`)
  }
}
