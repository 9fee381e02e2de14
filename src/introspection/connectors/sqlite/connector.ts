import type { Connector } from '../connector.ts'
import { openFileConnector } from '../files/connector.ts'
import type { ConnectorSettings, SourceSettings } from '../settings.ts'

/** Reads files of SQLite, and of a folder nothing but these. */
export const openConnector = (
  given: SourceSettings<unknown, unknown>,
  settings: ConnectorSettings,
): Connector => openFileConnector({ sqlite: 'sqlite' }, given, settings)
