import type { Connector } from '../connector.ts'
import { openFileConnector } from '../files/connector.ts'
import type { ConnectorSettings, SourceSettings } from '../settings.ts'

/** Reads SQLite files. In a folder, it ignores all other files. */
export const openConnector = (
  given: SourceSettings<unknown, unknown>,
  settings: ConnectorSettings,
): Connector => openFileConnector({ sqlite: 'sqlite' }, given, settings)
