import { ConnectorError } from '../connector-error.ts'
import type { OpenFile } from './connector.ts'
import type { FileDatabase } from './find-databases.ts'

/** What each engine exports. */
interface EngineModule {
  openFile: OpenFile<FileDatabase>
}

/**
 * Loads the engine of a folder. That of DuckDB is an optional package with a native part, which may be missing.
 *
 * @throws ConnectorError unsupported
 */
export async function loadEngine(
  folder: 'duckdb' | 'sqlite',
  load: (path: string) => Promise<EngineModule> = (path) => import(path),
): Promise<EngineModule> {
  try {
    return await load(`../${folder}/engine.ts`)
  } catch {
    throw new ConnectorError('unsupported', {
      detail:
        'This server cannot read files of DuckDB, Parquet or CSV: its optional package @duckdb/node-api is not installed, ' +
        'or has no native part for this system. The operator can run npm ci without --omit=optional.',
    })
  }
}
