import type { Transaction } from '../../db/client.ts'
import type { ValidationIssue } from '../../values/invalid-input.ts'

export interface SourceKey {
  organizationId: string
  integrationSourceId: string
}

/**
 * The functions of introspection that the catalog calls when a source or database changes. `app.ts` injects
 * them, since the catalog must not import introspection.
 */
export interface IntrospectionOfSources {
  /**
   * Validates settings against the schema of a connector. Returns nothing if this server does not have the
   * connector.
   */
  settingIssues(
    connectorType: string,
    settings: { configuration?: object; credentials?: object },
  ): ValidationIssue[]
  /** Cancels the unfinished runs of a source, or only one database in them. */
  cancelRuns(key: SourceKey & { databaseId?: string }, now: Date): Promise<void>
  /** Ends the unfinished parts of runs for databases that are not active. */
  endInactiveRuns(key: SourceKey, now: Date): Promise<void>
  /** Pauses or resumes the schedule of a source, in the transaction that changes the source. */
  followSource(
    transaction: Transaction,
    key: SourceKey,
    source: { isActive: boolean; now: Date },
  ): Promise<void>
}
