import { and, eq, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '../../db/client.ts'
import { once } from '../../db/once.ts'
import { sourceCredentials } from '../../db/schema.ts'
import {
  type Credentials,
  type CredentialsKeys,
  type CredentialsPlace,
  createCredentialCipher,
} from './cipher.ts'

/**
 * Makes the one way to the credentials of sources. It is in `identity`, below the rooms that need it: the catalog
 * writes them, connectors read them, and neither should know of the other.
 */
export function createCredentialStore(database: Executor, keys: CredentialsKeys) {
  const cipher = createCredentialCipher(keys)
  const find = once(() =>
    database
      .select({ keyId: sourceCredentials.keyId, sealed: sourceCredentials.sealed })
      .from(sourceCredentials)
      .where(
        and(
          eq(sourceCredentials.organizationId, sql.placeholder('organizationId')),
          eq(sourceCredentials.integrationSourceId, sql.placeholder('integrationSourceId')),
        ),
      )
      .prepare('source_credentials_find'),
  )

  return {
    /** The credentials of a source, or undefined when it has none. Throws CredentialsUnreadableError. */
    read: async (organizationId: string, integrationSourceId: string): Promise<Credentials | undefined> => {
      const place = { organizationId, integrationSourceId }
      const [row] = await find().execute(place)
      return row && cipher.open(place, row)
    },

    /** Replaces the credentials of a source, or takes them away; a part of the transaction that writes the source. */
    write: async (
      transaction: Transaction,
      place: CredentialsPlace,
      credentials: Credentials | null,
    ): Promise<void> => {
      if (credentials === null) {
        await transaction
          .delete(sourceCredentials)
          .where(
            and(
              eq(sourceCredentials.organizationId, place.organizationId),
              eq(sourceCredentials.integrationSourceId, place.integrationSourceId),
            ),
          )
        return
      }
      const sealed = cipher.seal(place, credentials)
      await transaction
        .insert(sourceCredentials)
        .values({ ...place, ...sealed })
        .onConflictDoUpdate({
          target: [sourceCredentials.organizationId, sourceCredentials.integrationSourceId],
          set: sealed,
        })
    },
  }
}

/** The credentials of sources, as they are stored. */
export type CredentialStore = ReturnType<typeof createCredentialStore>
