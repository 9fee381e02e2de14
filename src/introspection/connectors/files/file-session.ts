import type { ListingItem, Sample, SampledTable, SampleOptions, TimeRange } from '../connector.ts'
import type { Deadline } from '../deadline.ts'
import type { FileDatabase } from './find-databases.ts'

/** An engine that has one database open and can read nothing else. */
export interface FileSession {
  readonly database: FileDatabase
  isOpen(): boolean
  /** Checks whether the catalog can be read. Returns a sentence for the user that says how much of it. */
  readCatalog(deadline: Deadline): Promise<string>
  tables(deadline: Deadline): AsyncGenerator<ListingItem, void, undefined>
  sample(table: SampledTable, options: SampleOptions, deadline: Deadline): Promise<Sample>
  /** See `Connector`. */
  timeRange(table: SampledTable, column: string, deadline: Deadline): Promise<TimeRange | undefined>
  close(): void
}

/** Opens a database. */
export type OpenFile<Database extends FileDatabase> = (
  database: Database,
  deadline: Deadline,
) => Promise<FileSession>
