import { createRequire } from 'node:module'
import type { FastifyBaseLogger } from 'fastify'
import { sqliteDriver } from './sqlite/driver.ts'

/** What reads a kind of source, and if nothing does, why. */
export interface Driver {
  readonly available: boolean
  /** A package, or a module of Node. */
  readonly name: string
  readonly reason?: string
}

const { resolve } = createRequire(import.meta.url)
const duckdbPackage = '@duckdb/node-api'

/**
 * Whether the optional package that reads files of DuckDB is installed. It is not loaded, as it is large.
 *
 * @param find throws where a package is not installed
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

/** The drivers that may be missing, by the connector that needs them. The others are always installed. */
export const optionalDrivers = async (): Promise<Readonly<Record<'duckdb' | 'sqlite', Driver>>> => ({
  duckdb: duckdbDriver(),
  sqlite: await sqliteDriver(),
})

/** Logs each driver that is missing: its sources cannot be read, which would first be seen when one of them is tested. */
export function logMissingDrivers(
  logger: Pick<FastifyBaseLogger, 'warn'>,
  drivers: Readonly<Record<string, Driver>>,
): void {
  for (const [connector, { available, name, reason }] of Object.entries(drivers)) {
    if (!available)
      logger.warn({ connector, driver: name }, `no sources of ${connector} can be read: ${reason}`)
  }
}
