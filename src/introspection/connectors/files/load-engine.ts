import { ConnectorError } from '../connector-error.ts'
import type { OpenFile } from './file-session.ts'
import type { FileDatabase } from './find-databases.ts'

/** What each engine exports. */
interface EngineModule {
  openFile: OpenFile<FileDatabase>
}

const of = 'This server cannot read files of DuckDB, Parquet, CSV or JSON:'
const advice = 'The operator can run npm ci without --omit=optional.'

/** Whether an error is about the package of DuckDB or its native part, and not about what loads it. */
const isOfPackage = ({ message }: Error) => /@duckdb[/\\]|duckdb\.node|duckdb native binding/.test(message)

/** Why an engine could not be loaded, for the person who set the source up. */
function explained(error: Error & { code?: unknown }): string {
  if (!isOfPackage(error)) {
    return `This server cannot read such files: what reads them cannot be loaded (${String(error.code ?? error.name)}).`
  }
  return error.code === 'ERR_DLOPEN_FAILED'
    ? `${of} the native part of @duckdb/node-api does not run on this system (ERR_DLOPEN_FAILED).`
    : `${of} its optional package @duckdb/node-api is not installed, or has no native part for this system. ${advice}`
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
  } catch (error) {
    throw new ConnectorError('unsupported', { detail: explained(error as Error) })
  }
}
