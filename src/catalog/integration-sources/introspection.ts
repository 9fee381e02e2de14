import type { Transaction } from '../../db/client.ts'
import type { ValidationIssue } from '../../values/invalid-input.ts'

/** A source of an organization. */
export interface SourceKey {
  organizationId: string
  integrationSourceId: string
}

/**
 * What introspection does when a source or one of its databases changes. The catalog is below introspection and does not
 * know it; `app.ts` hands it in.
 */
export interface IntrospectionOfSources {
  /** Where settings break the schema of their connector: nothing for a connector that this server does not have. */
  settingIssues(
    connectorType: string,
    given: { configuration?: object; credentials?: object },
  ): ValidationIssue[]
  /** Cancels every unfinished run of a source, or the part of them that is about one database. */
  cancelRuns(key: SourceKey & { databaseId?: string }, now: Date): Promise<void>
  /** Ends what unfinished runs have to do with databases that are not active. */
  endInactiveRuns(key: SourceKey, now: Date): Promise<void>
  /** Pauses or resumes the schedule of a source, in the transaction that changes the source. */
  followSource(
    transaction: Transaction,
    key: SourceKey,
    source: { isActive: boolean; now: Date },
  ): Promise<void>
}
