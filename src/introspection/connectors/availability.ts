import type { ConnectorType } from './kinds.ts'
import { sqliteDriver } from './sqlite/driver.ts'

/** What is missing on this server for a connector to work; null when nothing is. Nothing is reached for it. */
export async function unavailableReason(
  type: ConnectorType,
  driver: typeof sqliteDriver = sqliteDriver,
): Promise<string | null> {
  return (type === 'sqlite' && (await driver()).reason) || null
}
