import type { ConnectorType } from './kinds.ts'
import { loadDriver } from './sqlite/driver.ts'

/** What is missing on this server for a connector to work; null when nothing is. Nothing is reached for it. */
export async function unavailableReason(type: ConnectorType): Promise<string | null> {
  if (type !== 'sqlite') return null
  try {
    loadDriver()
    return null
  } catch (error) {
    return (error as Error).message
  }
}
