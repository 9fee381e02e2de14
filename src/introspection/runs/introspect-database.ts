import { and, eq } from 'drizzle-orm'
import type { FastifyBaseLogger } from 'fastify'
import { createSnapshotRepository } from '../../catalog/snapshot/repository.ts'
import type { Database, Transaction } from '../../db/client.ts'
import { isDatabaseUnavailable } from '../../db/errors.ts'
import { isPresent } from '../../db/present.ts'
import { databases, integrationSources } from '../../db/schema.ts'
import type { CredentialStore } from '../../identity/credentials/store.ts'
import { ConnectorError } from '../connectors/connector-error.ts'
import { createConnector } from '../connectors/create-connector.ts'
import { reachOf } from '../connectors/own-source.ts'
import type { ConnectorOptions } from '../connectors/settings.ts'
import { warnOfTextsLeftBehind } from '../renames/left-behind.ts'
import { proposeRenames } from '../renames/propose.ts'
import { createSelection } from '../selection/selection.ts'
import { type Claim, type ClaimEnd, ClaimLostError, holdClaim } from './claims.ts'
import { listDatabase } from './list-database.ts'
import { profileTables } from './profile-tables.ts'
import { trackProgress } from './progress.ts'
import type { ListingStorage } from './receive-listing.ts'
import { createRunValues } from './run-values.ts'
import { createSuggestions, createTuplePlan } from './suggest-relationships.ts'

/** The settings and services of an introspection. */
export interface IntrospectDatabaseOptions {
  credentials: CredentialStore
  connectors: ConnectorOptions
  /** The share of a database, from 0 to 1, that a run may retire without an approval. */
  retireShare: number
  /** The timeout of a claim. */
  claimMilliseconds: number
  listings: ListingStorage
  logger: FastifyBaseLogger
}

const maximumWarnings = 100
const cancelled: ClaimEnd = { status: 'cancelled' }
const failed = ({ reason, message: detail }: ConnectorError): ClaimEnd => ({
  status: 'failed',
  error: { reason, detail },
})

/**
 * Creates the function that introspects one database. Errors of the source are part of the result. It throws
 * only when the catalog is unavailable.
 */
export function createIntrospectDatabase(
  db: Database,
  { credentials, connectors, retireShare, claimMilliseconds, logger, listings }: IntrospectDatabaseOptions,
) {
  const snapshots = createSnapshotRepository(db)
  const suggest = createSuggestions(db)
  const planTuples = createTuplePlan(db)

  const work = async (claim: Claim, progress: ReturnType<typeof trackProgress>): Promise<ClaimEnd> => {
    const { organizationId, sourceId, databaseId, runId, isDryRun } = claim
    const [found] = await db
      .select({ source: integrationSources, databaseName: databases.name })
      .from(databases)
      .innerJoin(
        integrationSources,
        and(
          eq(integrationSources.organizationId, databases.organizationId),
          eq(integrationSources.id, databases.integrationSourceId),
        ),
      )
      .where(
        and(eq(databases.organizationId, organizationId), eq(databases.id, databaseId), isPresent(databases)),
      )
    if (!found) return cancelled
    const { source, databaseName } = found
    const selection = createSelection(source)
    const stored = await credentials.read(organizationId, sourceId)
    const { configuration, credentials: login, settings } = reachOf(source, stored, connectors)
    const connector = await createConnector(source.connectorType, configuration, login, settings)
    try {
      const by = `run:${runId}`
      const now = new Date()
      const target = { organizationId, sourceId, databaseId }
      const hold = (transaction: Transaction) => holdClaim(transaction, claim)
      const listed = await listDatabase(
        connector,
        { databaseName, isDryRun, selection, target },
        {
          snapshots,
          progress,
          listings,
          hold,
          retirement: { by, now, share: retireShare, isApproved: claim.isRetirementApproved || isDryRun },
        },
      )
      if (!listed) return cancelled
      const { result, error, isWaiting, tables: listedTables } = listed
      if (error) {
        return { ...failed(error), result }
      }
      if (claim.profile && !isDryRun) {
        const warn = (text: string) => {
          if (result.warnings.length < maximumWarnings) result.warnings.push(text)
        }
        const values = createRunValues(await planTuples(claim, listedTables))
        try {
          const leaveOut = () => {
            result.excluded.unprofiled_tables += 1
          }
          const input = { claim, databaseName, listed: listedTables, selection, values }
          await profileTables(db, connector, input, { progress, warn, leaveOut, by })
        } catch (thrown) {
          if (progress.isCancelled() || !(thrown instanceof ConnectorError)) throw thrown
          return { ...failed(thrown), result }
        } finally {
          result.profiled_tables = progress.state.profiledDone
        }
        result.relationships.suggested = await suggest(claim, listedTables, values, { progress, by })
      }
      if (!isDryRun) {
        result.proposed_renames = await proposeRenames(db, target, { by, hold })
        const warning = await warnOfTextsLeftBehind(db, target)
        // First, since warnings beyond the limit are dropped.
        if (warning) result.warnings = [warning, ...result.warnings].slice(0, maximumWarnings)
        await db.transaction(async (transaction) => {
          await transaction
            .update(databases)
            .set({ lastIntrospectedAt: now })
            .where(and(eq(databases.organizationId, organizationId), eq(databases.id, databaseId)))
          await hold(transaction)
        })
      }
      return { status: isWaiting ? 'waiting_for_approval' : 'succeeded', result }
    } finally {
      await connector.close()
    }
  }

  const failure = (error: unknown, { runId }: Claim): ClaimEnd => {
    if (error instanceof ConnectorError) return failed(error)
    // The catalog failed, not the source, so the database is introspected again.
    if (isDatabaseUnavailable(error)) throw error
    logger.error({ err: error, runId }, 'a database could not be introspected')
    const detail = 'The server could not store the result. Its log has the cause under the id of the run.'
    return { status: 'failed', error: { reason: 'internal_error', detail } }
  }

  return async (claim: Claim): Promise<ClaimEnd> => {
    const progress = trackProgress(db, claim, claimMilliseconds)
    try {
      return await work(claim, progress).catch((error: unknown) =>
        progress.isCancelled() || error instanceof ClaimLostError ? cancelled : failure(error, claim),
      )
    } finally {
      // A failure to store the progress must not hide the outcome.
      await progress.stop().catch(() => undefined)
    }
  }
}
