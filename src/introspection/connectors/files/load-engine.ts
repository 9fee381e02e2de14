import { ConnectorError } from '../connector-error.ts'
import type { OpenFile } from './file-session.ts'
import type { FileDatabase } from './find-databases.ts'

/** The exports of each engine's module. */
interface EngineModule {
  openFile: OpenFile<FileDatabase>
}

const failure = 'This server cannot read files of DuckDB, Parquet, CSV or JSON:'
const advice = 'The operator can run npm ci without --omit=optional.'

/** Whether an error is about DuckDB's package or its native part, and not about the module that loads it. */
const isOfPackage = ({ message }: Error) => /@duckdb[/\\]|duckdb\.node|duckdb native binding/.test(message)

/** Explains why an engine could not be loaded, to the person who set up the source. */
function explanationOf(error: Error & { code?: unknown }): string {
  if (!isOfPackage(error)) {
    return `This server cannot read such files: the module that reads them cannot be loaded (${String(error.code ?? error.name)}).`
  }
  return error.code === 'ERR_DLOPEN_FAILED'
    ? `${failure} the native part of @duckdb/node-api does not run on this system (ERR_DLOPEN_FAILED).`
    : `${failure} its optional package @duckdb/node-api is not installed, or has no native part for this system. ${advice}`
}

/**
 * Loads the engine in a folder. DuckDB's package is optional and has a native part; either may be missing.
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
    throw new ConnectorError('unsupported', { detail: explanationOf(error as Error) })
  }
}
