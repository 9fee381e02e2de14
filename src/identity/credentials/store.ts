import { and, eq, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Executor, Transaction } from '../../db/client.ts'
import { once } from '../../db/once.ts'
import { organizationCredentials, sourceCredentials } from '../../db/schema.ts'
import {
  type Credentials,
  type CredentialsKeys,
  type CredentialsOwner,
  createCredentialCipher,
} from './cipher.ts'

/** The table that has the credentials of a place, and the columns that say which place it is. */
function tableOf({ organizationId, integrationSourceId }: CredentialsOwner) {
  const isOf = (column: PgColumn, value: string) => ({ column, value })
  return integrationSourceId === undefined
    ? { table: organizationCredentials, key: [isOf(organizationCredentials.organizationId, organizationId)] }
    : {
        table: sourceCredentials,
        key: [
          isOf(sourceCredentials.organizationId, organizationId),
          isOf(sourceCredentials.integrationSourceId, integrationSourceId),
        ],
      }
}

/**
 * Makes the one way to the credentials of sources, and to those of organizations. It is in `identity`, below the rooms
 * that need it: the catalog writes them, connectors read them, and neither should know of the other.
 */
export function createCredentialStore(db: Executor, keys: CredentialsKeys) {
  const cipher = createCredentialCipher(keys)
  const find = once(() =>
    db
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

    /** Replaces the credentials of a place, or takes them away; a part of the transaction that writes the place. */
    write: async (
      transaction: Transaction,
      place: CredentialsOwner,
      credentials: Credentials | null,
    ): Promise<void> => {
      const { table, key } = tableOf(place)
      if (credentials === null) {
        await transaction.delete(table).where(and(...key.map(({ column, value }) => eq(column, value))))
        return
      }
      const sealed = cipher.seal(place, credentials)
      await transaction
        .insert(table)
        .values({ ...place, ...sealed } as typeof table.$inferInsert)
        .onConflictDoUpdate({ target: key.map(({ column }) => column), set: sealed })
    },
  }
}

/** Credentials, as they are stored. */
export type CredentialStore = ReturnType<typeof createCredentialStore>
